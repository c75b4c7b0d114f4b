package io.agentbridge.gateway.retention;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;
import java.util.HashSet;
import java.util.Set;

/** The large texts that a state refers to. */
final class BlobReferences {
    private final Set<String> hashes = new HashSet<>();

    private BlobReferences() {}

    /** The hashes of all stored bodies in a snapshot. */
    static Set<String> of(Snapshot snapshot) {
        BlobReferences references = new BlobReferences();
        for (Agent agent : snapshot.agents()) {
            references.add(agent.options().appendSystemPrompt(), agent.options().metadata());
        }
        for (Command command : snapshot.commands()) {
            references.add(command.text(), command.parameters(), command.result(), command.error());
        }
        for (Task task : snapshot.tasks()) {
            references.add(task.description(), task.metadata(), task.extra(), task.result(), task.error());
        }
        for (Approval approval : snapshot.approvals()) {
            references.add(approval.input(), approval.suggestions(), approval.message(), approval.updatedInput());
        }
        return references.hashes;
    }

    private void add(Body... bodies) {
        for (Body body : bodies) {
            if (body instanceof Body.Stored stored) {
                hashes.add(stored.hash());
            }
        }
    }
}
