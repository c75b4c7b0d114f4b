package io.agentbridge.gateway.configuration;

import java.util.List;

/**
 * A backend that runs a command for each prompt.
 *
 * @param name of the backend
 * @param command program and arguments
 */
public record ExecSettings(String name, List<String> command) {
    public ExecSettings {
        command = List.copyOf(command);
    }
}
