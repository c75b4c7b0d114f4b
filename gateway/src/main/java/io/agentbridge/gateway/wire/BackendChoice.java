package io.agentbridge.gateway.wire;

import java.util.List;

/**
 * The configured backends.
 *
 * @param defaultName the one that runs an agent whose creator names none
 * @param names all of them, in the order shown to clients
 */
public record BackendChoice(String defaultName, List<String> names) {
    public BackendChoice {
        names = List.copyOf(names);
        if (!names.contains(defaultName)) {
            throw new IllegalArgumentException("the default backend '" + defaultName + "' is none of " + names);
        }
    }
}
