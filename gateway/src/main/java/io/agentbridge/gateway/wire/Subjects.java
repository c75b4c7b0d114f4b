package io.agentbridge.gateway.wire;

import java.util.List;

/**
 * What an event is about, for filters.
 *
 * @param agents ids of the agents concerned
 * @param tasks ids of the tasks concerned
 * @param commands ids of the commands concerned
 * @param types message types of its shared frames
 * @param principal who caused it, or empty
 */
public record Subjects(
        List<String> agents, List<String> tasks, List<String> commands, List<String> types, String principal) {
    public Subjects {
        agents = List.copyOf(agents);
        tasks = List.copyOf(tasks);
        commands = List.copyOf(commands);
        types = List.copyOf(types);
    }
}
