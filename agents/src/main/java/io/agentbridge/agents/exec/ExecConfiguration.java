package io.agentbridge.agents.exec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command that answers prompts.
 *
 * @param name of the backend
 * @param command the program and its arguments; {@code {model}}, {@code {workspace}} and {@code {session}} stand for the agent's
 * @param passedEnvironment names of the server's environment that it gets, with {@code *} at the end for a beginning
 * @param setEnvironment variables that it gets besides
 * @param timeoutMillis longest time for a prompt, 0 for no limit
 * @param maxOutputBytes most output for a prompt
 */
public record ExecConfiguration(
        String name,
        List<String> command,
        Set<String> passedEnvironment,
        Map<String, String> setEnvironment,
        long timeoutMillis,
        long maxOutputBytes) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");
    private static final Set<String> PLACEHOLDERS = Set.of("{model}", "{workspace}", "{session}");

    /** Checks the ranges and the placeholders. */
    public ExecConfiguration {
        command = List.copyOf(command);
        passedEnvironment = Set.copyOf(passedEnvironment);
        setEnvironment = Map.copyOf(setEnvironment);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("Backend " + name + " has no command; configure one");
        }
        if (PLACEHOLDER.matcher(command.getFirst()).find()) {
            throw new IllegalArgumentException(
                    "The program of backend " + name + " has a placeholder; name it in full");
        }
        for (String argument : command) {
            PLACEHOLDER.matcher(argument).results().forEach(found -> {
                if (!PLACEHOLDERS.contains(found.group())) {
                    throw new IllegalArgumentException(
                            "Backend " + name + " has an unknown placeholder " + found.group() + "; there are "
                                    + PLACEHOLDERS.stream().sorted().toList());
                }
            });
        }
        if (timeoutMillis < 0 || maxOutputBytes < 1 || maxOutputBytes > 1 << 30) {
            throw new IllegalArgumentException("A limit of backend " + name
                    + " is out of its range: timeoutMillis from 0," + " maxOutputBytes from 1 to " + (1 << 30));
        }
    }
}
