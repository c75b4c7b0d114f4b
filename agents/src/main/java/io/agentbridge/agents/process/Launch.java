package io.agentbridge.agents.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process to be launched.
 *
 * @param files where its pipe and its output belong
 * @param command the program and its arguments; no text of a user's is among them
 * @param workspace the folder it works in
 * @param environment all of its environment
 * @param inputFile what it reads as its input; empty for a pipe that stays open
 */
public record Launch(
        AgentFiles files,
        List<String> command,
        Path workspace,
        Map<String, String> environment,
        Optional<Path> inputFile) {
    /** Copies the collections. */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
