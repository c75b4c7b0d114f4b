package io.agentbridge.engine;

import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/** The permission requests that each command waits for, oldest first. */
final class OpenApprovals {
    private final LinkedHashMap<String, LinkedHashSet<String>> byCommand = new LinkedHashMap<>();

    void update(Approval after) {
        if (after.outcome() == ApprovalOutcome.PENDING) {
            byCommand
                    .computeIfAbsent(after.commandId(), _ -> new LinkedHashSet<>())
                    .add(after.id());
            return;
        }
        LinkedHashSet<String> open = byCommand.get(after.commandId());
        if (open != null && open.remove(after.id()) && open.isEmpty()) {
            byCommand.remove(after.commandId());
        }
    }

    int count(String commandId) {
        LinkedHashSet<String> open = byCommand.get(commandId);
        return open == null ? 0 : open.size();
    }

    List<String> ids(String commandId) {
        LinkedHashSet<String> open = byCommand.get(commandId);
        return open == null ? List.of() : new ArrayList<>(open);
    }
}
