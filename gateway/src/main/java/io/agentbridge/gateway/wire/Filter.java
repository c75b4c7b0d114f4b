package io.agentbridge.gateway.wire;

import java.util.List;
import java.util.Set;

/**
 * Which events a client wants: those that fit each criterion that is not empty.
 *
 * @param agents agent ids
 * @param tasks task ids
 * @param commands command ids
 * @param types message types of the shared frames
 * @param principals who caused them
 */
public record Filter(
        Set<String> agents, Set<String> tasks, Set<String> commands, Set<String> types, Set<String> principals) {
    /** Every event. */
    public static final Filter ALL = new Filter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Filter {
        agents = Set.copyOf(agents);
        tasks = Set.copyOf(tasks);
        commands = Set.copyOf(commands);
        types = Set.copyOf(types);
        principals = Set.copyOf(principals);
    }

    /** Whether an event with these subjects is wanted. */
    public boolean accepts(Subjects subjects) {
        return fits(agents, subjects.agents())
                && fits(tasks, subjects.tasks())
                && fits(commands, subjects.commands())
                && fits(types, subjects.types())
                && (principals.isEmpty() || principals.contains(subjects.principal()));
    }

    private static boolean fits(Set<String> wanted, List<String> present) {
        if (wanted.isEmpty()) {
            return true;
        }
        for (int i = 0; i < present.size(); i++) {
            if (wanted.contains(present.get(i))) {
                return true;
            }
        }
        return false;
    }
}
