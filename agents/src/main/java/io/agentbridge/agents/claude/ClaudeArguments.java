package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.AgentFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The CLI's arguments. Nothing that a client wrote is among them as it came: models and modes are checked against closed
 * forms, sessions are UUIDs, the system prompt goes through a file. An option scanner that finds options inside of values has
 * existed.
 */
final class ClaudeArguments {
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._\\[\\]-]{0,63}");
    private static final String BYPASS = "bypassPermissions";
    /** What the flag calls each mode; the CLI's own messages call {@code manual} {@code default}. */
    private static final Map<String, String> MODES = Map.of(
            "manual",
            "manual",
            "default",
            "manual",
            "acceptEdits",
            "acceptEdits",
            "auto",
            "auto",
            "dontAsk",
            "dontAsk",
            "plan",
            "plan",
            BYPASS,
            BYPASS);

    private ClaudeArguments() {}

    /** The command of an agent; writes the system prompt's file. */
    static List<String> of(
            Path binary, ClaudeConfiguration configuration, AgentSpec spec, AgentFiles files, String sessionId)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "-p",
                "--input-format",
                "stream-json",
                "--output-format",
                "stream-json",
                "--verbose",
                "--include-partial-messages",
                "--permission-prompt-tool",
                "stdio"));
        command.add("--setting-sources=" + String.join(",", configuration.settingSources()));
        String mode = spec.permissionMode().isEmpty() ? configuration.permissionMode() : spec.permissionMode();
        command.addAll(List.of("--permission-mode", permissionMode(mode, configuration.allowBypass())));
        command.addAll(List.of(spec.sessionId().isEmpty() ? "--session-id" : "--resume", session(sessionId)));
        if (!spec.model().isEmpty()) {
            command.addAll(List.of("--model", model(spec.model())));
        }
        if (!spec.appendSystemPrompt().isEmpty()) {
            Files.writeString(files.systemPrompt(), spec.appendSystemPrompt());
            command.addAll(
                    List.of("--append-system-prompt-file", files.systemPrompt().toString()));
        }
        if (spec.maxTurns() > 0) {
            command.addAll(List.of("--max-turns", Integer.toString(spec.maxTurns())));
        }
        if (spec.maxCostMicros() > 0) {
            command.addAll(List.of(
                    "--max-budget-usd",
                    BigDecimal.valueOf(spec.maxCostMicros(), 6).toPlainString()));
        }
        return command;
    }

    /** The flag's name of a mode. */
    static String permissionMode(String mode, boolean allowBypass) {
        String flag = MODES.get(mode);
        if (flag == null) {
            throw new IllegalArgumentException("Unknown permission mode; use one of "
                    + MODES.keySet().stream().sorted().toList());
        }
        if (flag.equals(BYPASS) && !allowBypass) {
            throw new IllegalArgumentException("Permission mode " + BYPASS + " is not allowed; use another");
        }
        return flag;
    }

    private static String model(String model) {
        if (!MODEL.matcher(model).matches()) {
            throw new IllegalArgumentException("Not the name of a model: letters, digits and . _ - [ ], at most 64");
        }
        return model;
    }

    private static String session(String sessionId) {
        if (!isUuid(sessionId)) {
            throw new IllegalArgumentException("Not a session id: it is no UUID");
        }
        return sessionId;
    }

    /** Whether it is a UUID in its usual form. */
    static boolean isUuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
