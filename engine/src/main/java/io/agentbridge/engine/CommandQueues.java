package io.agentbridge.engine;

import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for each agent, first come first served. A command that was given back waits at the head: it alone
 * was started before, by which its place is known again after a snapshot.
 */
final class CommandQueues {
    private static final SequencedSet<String> NOTHING = new LinkedHashSet<>();

    private final LinkedHashMap<String, SequencedSet<String>> queues = new LinkedHashMap<>();

    /** Takes over what changed with a command. O(1). */
    void update(@Nullable Command before, Command after) {
        boolean waited = before != null && before.status() == CommandStatus.QUEUED;
        boolean waits = after.status() == CommandStatus.QUEUED;
        if (waits && !waited) {
            SequencedSet<String> queue = queues.computeIfAbsent(after.agentId(), _ -> new LinkedHashSet<>());
            if (wasGivenBack(after)) {
                queue.addFirst(after.id());
            } else {
                queue.addLast(after.id());
            }
        } else if (waited && !waits) {
            SequencedSet<String> queue = queue(after.agentId());
            queue.remove(after.id());
            if (queue.isEmpty()) {
                queues.remove(after.agentId());
            }
        }
    }

    /** Whether the waiting command was with its agent before. */
    static boolean wasGivenBack(Command waiting) {
        return waiting.startedAtMillis() != 0;
    }

    int length(String agentId) {
        return queue(agentId).size();
    }

    @Nullable
    String head(String agentId) {
        SequencedSet<String> queue = queue(agentId);
        return queue.isEmpty() ? null : queue.getFirst();
    }

    private SequencedSet<String> queue(String agentId) {
        return queues.getOrDefault(agentId, NOTHING);
    }
}
