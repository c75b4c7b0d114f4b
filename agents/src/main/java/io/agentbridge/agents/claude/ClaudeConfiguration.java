package io.agentbridge.agents.claude;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the CLI is to be run.
 *
 * @param name of the backend
 * @param path of the binary, or empty to search PATH
 * @param permissionMode for agents that ask for none
 * @param allowBypass whether an agent may skip all permission checks
 * @param settingSources where the CLI takes settings and hooks from: user, project, local
 * @param passedEnvironment names of the server's environment that agents get, with {@code *} at the end for a beginning
 * @param setEnvironment variables that agents get besides
 * @param startMillis longest time from the launch until it takes prompts
 * @param silenceMillis longest time without output while it works, 0 for no limit
 * @param toolSilenceMillis the same while a tool runs
 * @param cancelMillis longest time from an interrupt until the prompt has ended; then the process is ended
 */
public record ClaudeConfiguration(
        String name,
        String path,
        String permissionMode,
        boolean allowBypass,
        List<String> settingSources,
        Set<String> passedEnvironment,
        Map<String, String> setEnvironment,
        long startMillis,
        long silenceMillis,
        long toolSilenceMillis,
        long cancelMillis) {
    private static final Set<String> SOURCES = Set.of("user", "project", "local");

    /** As it comes: found on PATH, the user's own settings and login. */
    public static final ClaudeConfiguration DEFAULT = new ClaudeConfiguration(
            "claude",
            "",
            "acceptEdits",
            false,
            List.of("user"),
            Set.of(
                    "ANTHROPIC_*",
                    "CLAUDE_CONFIG_DIR",
                    "CLAUDE_CODE_OAUTH_TOKEN",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "NODE_EXTRA_CA_CERTS",
                    "SSL_CERT_FILE"),
            Map.of(),
            60_000,
            300_000,
            3_600_000,
            10_000);

    /** Checks the ranges. */
    public ClaudeConfiguration {
        settingSources = List.copyOf(settingSources);
        passedEnvironment = Set.copyOf(passedEnvironment);
        setEnvironment = Map.copyOf(setEnvironment);
        if (!SOURCES.containsAll(settingSources)) {
            throw new IllegalArgumentException(
                    "Setting sources are " + SOURCES + ", not " + settingSources + "; correct the configuration");
        }
        if (startMillis < 1 || silenceMillis < 0 || toolSilenceMillis < 0 || cancelMillis < 1) {
            throw new IllegalArgumentException("A time limit of the claude backend is out of its range: startMillis and"
                    + " cancelMillis from 1, silenceMillis and toolSilenceMillis from 0");
        }
        var _ = ClaudeArguments.permissionMode(permissionMode, allowBypass);
    }
}
