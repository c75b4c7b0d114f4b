package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Selects events, never single frames of one; what is empty selects everything.
 *
 * @param agents ids
 * @param tasks ids
 * @param types of messages, as everybody sees them
 * @param commands ids; for the history only
 * @param principals who caused them; for the history only
 */
public record Filter(
        Optional<List<String>> agents,
        Optional<List<String>> tasks,
        Optional<List<String>> types,
        Optional<List<String>> commands,
        Optional<List<String>> principals) {
    /** Everything. */
    public static Filter everything() {
        return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, of these agents alone. */
    public Filter agents(String... ids) {
        return new Filter(Optional.of(List.of(ids)), tasks, types, commands, principals);
    }

    /** The same, of these tasks alone. */
    public Filter tasks(String... ids) {
        return new Filter(agents, Optional.of(List.of(ids)), types, commands, principals);
    }

    /** The same, of these types alone. */
    public Filter types(String... names) {
        return new Filter(agents, tasks, Optional.of(List.of(names)), commands, principals);
    }

    /** The same, of these commands alone; for the history. */
    public Filter commands(String... ids) {
        return new Filter(agents, tasks, types, Optional.of(List.of(ids)), principals);
    }

    /** The same, of these causes alone; for the history. */
    public Filter principals(String... names) {
        return new Filter(agents, tasks, types, commands, Optional.of(List.of(names)));
    }

    /** Whether it selects everything. */
    public boolean isEverything() {
        return equals(everything());
    }

    /** As the protocol has it. */
    public JsonObject toJson() {
        return JsonObject.EMPTY
                .with("agents", agents)
                .with("tasks", tasks)
                .with("types", types)
                .with("commands", commands)
                .with("principals", principals);
    }
}
