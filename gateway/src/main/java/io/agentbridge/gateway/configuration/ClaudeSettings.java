package io.agentbridge.gateway.configuration;

import java.util.List;

/**
 * How the {@code claude} backend runs its CLI.
 *
 * @param path of the binary, or empty to search PATH
 * @param passedEnvironment names of further variables of the server's environment that agents get
 * @param silenceMillis longest time without output while it works, 0 for no limit
 */
public record ClaudeSettings(String path, List<String> passedEnvironment, long silenceMillis) {
    public ClaudeSettings {
        passedEnvironment = List.copyOf(passedEnvironment);
    }
}
