package io.agentbridge.engine;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import java.util.List;

/**
 * The state after an event, as a value: what a recovery starts from and what a new client is shown.
 *
 * <p>A light one lacks the idempotency window, which is most of it where much is asked: it shows all that there is to see, and events can
 * be applied to it, but nothing can be decided from there on.
 *
 * @param sequence the newest event applied
 * @param timestampMillis the time of that event
 * @param hash the state's hash, which a restored state must reproduce
 * @param agents in the order of their creation; so the other lists
 * @param requests the idempotency window, oldest first; none if light
 * @param positions how far each living agent's output was consumed
 * @param light whether the requests were left out
 */
public record Snapshot(
        long sequence,
        long timestampMillis,
        long hash,
        Settings settings,
        Totals totals,
        List<Agent> agents,
        List<Command> commands,
        List<Task> tasks,
        List<Approval> approvals,
        AcceptedRequests requests,
        List<AgentOutput> positions,
        boolean light) {
    public Snapshot {
        agents = List.copyOf(agents);
        commands = List.copyOf(commands);
        tasks = List.copyOf(tasks);
        approvals = List.copyOf(approvals);
        positions = List.copyOf(positions);
    }

    /** Counters over the whole history, which outlive the objects that were counted. */
    public record Totals(long agentsCreated, long tasksCompleted, long tasksFailed, long commandsEnded) {}

    /** How far an agent's output was consumed. */
    public record AgentOutput(String agentId, OutputPosition position) {}
}
