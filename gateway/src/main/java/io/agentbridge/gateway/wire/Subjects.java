package io.agentbridge.gateway.wire;

import java.util.List;

/**
 * What an event is about, for filters.
 *
 * @param agents ids of the agents concerned
 * @param tasks ids of the tasks concerned
 * @param types message types of its shared frames
 */
public record Subjects(List<String> agents, List<String> tasks, List<String> types) {
    public Subjects {
        agents = List.copyOf(agents);
        tasks = List.copyOf(tasks);
        types = List.copyOf(types);
    }
}
