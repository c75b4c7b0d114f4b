package io.agentbridge.gateway.replay;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;
import io.agentbridge.gateway.codec.EventLines;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The objects that events are about, as they stand in a state that the events were not applied to. */
final class Concerned {
    private final State state;
    private final EventLines lines;
    private final Set<String> found = new LinkedHashSet<>();

    private Concerned(State state, EventLines lines) {
        this.state = state;
        this.lines = lines;
    }

    /** Each once, as a line of JSON: what the recorded events are about, then what only those decided now are about. */
    static List<String> before(State state, List<Event> recorded, List<Event> decided, EventLines lines) {
        Concerned concerned = new Concerned(state, lines);
        recorded.forEach(event -> concerned.add(event.fact()));
        decided.forEach(event -> concerned.add(event.fact()));
        return List.copyOf(concerned.found);
    }

    private void add(Fact fact) {
        switch (fact) {
            case Fact.ServerStarted _, Fact.MetricReported _ -> {}
            case Fact.AgentCreated f -> agent(f.agent().id());
            case Fact.AgentLaunched f -> agent(f.agent().id());
            case Fact.AgentChanged f -> agent(f.agent().id());
            case Fact.AgentRestarting f -> agent(f.agent().id());
            case Fact.AgentFailed f -> agent(f.agent().id());
            case Fact.AgentStopping f -> agent(f.agent().id());
            case Fact.AgentStopped f -> agent(f.agent().id());
            case Fact.CommandQueued f -> command(f.command());
            case Fact.CommandStarted f -> command(f.command());
            case Fact.CommandDelivered f -> command(f.command());
            case Fact.CommandProgressed f -> command(f.commandId(), f.agentId());
            case Fact.CommandChanged f -> command(f.command());
            case Fact.CommandCancelling f -> command(f.command());
            case Fact.CommandRequeued f -> command(f.command());
            case Fact.CommandEnded f -> command(f.command());
            case Fact.TaskAssigned f -> task(f.task());
            case Fact.TaskChanged f -> task(f.task());
            case Fact.TaskCancelling f -> task(f.task());
            case Fact.TaskEnded f -> task(f.task());
            case Fact.ApprovalRequested f -> approval(f.approval());
            case Fact.ApprovalResolved f -> approval(f.approval());
            case Fact.MessageRelayed f -> {
                agent(f.message().fromAgent());
                agent(f.message().toAgent());
            }
        }
    }

    private void agent(String id) {
        state.agent(id).ifPresent(agent -> found.add(lines.line(agent)));
    }

    private void command(Command command) {
        command(command.id(), command.agentId());
    }

    private void command(String id, String agentId) {
        state.command(id).ifPresent(command -> found.add(lines.line(command)));
        agent(agentId);
    }

    private void task(Task task) {
        state.task(task.id()).ifPresent(known -> found.add(lines.line(known)));
        agent(task.assignedAgent());
    }

    private void approval(Approval approval) {
        state.approval(approval.id()).ifPresent(known -> found.add(lines.line(known)));
        command(approval.commandId(), approval.agentId());
    }
}
