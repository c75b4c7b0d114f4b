package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.gateway.codec.EventType;
import java.util.Optional;
import java.util.Set;

/**
 * Which events to show.
 *
 * @param agentId the agent that they are about, or empty for any
 * @param taskId the task that they are about, or empty for any
 * @param types their types; empty for any
 * @param sinceMillis their earliest time
 * @param untilMillis their latest time
 */
record EventFilter(
        Optional<String> agentId, Optional<String> taskId, Set<EventType> types, long sinceMillis, long untilMillis) {
    EventFilter {
        types = Set.copyOf(types);
    }

    boolean matches(Event event) {
        return event.timestampMillis() >= sinceMillis
                && event.timestampMillis() <= untilMillis
                && (types.isEmpty() || types.contains(EventType.of(event.fact())))
                && (agentId.isEmpty() || agentId.get().equals(agentOf(event.fact())))
                && (taskId.isEmpty() || taskId.get().equals(taskOf(event.fact())));
    }

    private static String agentOf(Fact fact) {
        return switch (fact) {
            case Fact.ServerStarted _ -> "";
            case Fact.AgentCreated f -> f.agent().id();
            case Fact.AgentLaunched f -> f.agent().id();
            case Fact.AgentChanged f -> f.agent().id();
            case Fact.AgentRestarting f -> f.agent().id();
            case Fact.AgentFailed f -> f.agent().id();
            case Fact.AgentStopping f -> f.agent().id();
            case Fact.AgentStopped f -> f.agent().id();
            case Fact.CommandQueued f -> f.command().agentId();
            case Fact.CommandStarted f -> f.command().agentId();
            case Fact.CommandDelivered f -> f.command().agentId();
            case Fact.CommandProgressed f -> f.agentId();
            case Fact.CommandChanged f -> f.command().agentId();
            case Fact.CommandCancelling f -> f.command().agentId();
            case Fact.CommandRequeued f -> f.command().agentId();
            case Fact.CommandEnded f -> f.command().agentId();
            case Fact.TaskAssigned f -> f.task().assignedAgent();
            case Fact.TaskChanged f -> f.task().assignedAgent();
            case Fact.TaskCancelling f -> f.task().assignedAgent();
            case Fact.TaskEnded f -> f.task().assignedAgent();
            case Fact.ApprovalRequested f -> f.approval().agentId();
            case Fact.ApprovalResolved f -> f.approval().agentId();
            case Fact.MessageRelayed f -> f.message().toAgent();
            case Fact.MetricReported f -> f.metric().agentId();
        };
    }

    private static String taskOf(Fact fact) {
        return switch (fact) {
            case Fact.TaskAssigned f -> f.task().id();
            case Fact.TaskChanged f -> f.task().id();
            case Fact.TaskCancelling f -> f.task().id();
            case Fact.TaskEnded f -> f.task().id();
            case Fact.CommandQueued f -> taskOf(f.command());
            case Fact.CommandStarted f -> taskOf(f.command());
            case Fact.CommandDelivered f -> taskOf(f.command());
            case Fact.CommandChanged f -> taskOf(f.command());
            case Fact.CommandCancelling f -> taskOf(f.command());
            case Fact.CommandRequeued f -> taskOf(f.command());
            case Fact.CommandEnded f -> taskOf(f.command());
            case Fact.ServerStarted _,
                    Fact.AgentCreated _,
                    Fact.AgentLaunched _,
                    Fact.AgentChanged _,
                    Fact.AgentRestarting _,
                    Fact.AgentFailed _,
                    Fact.AgentStopping _,
                    Fact.AgentStopped _,
                    Fact.CommandProgressed _,
                    Fact.ApprovalRequested _,
                    Fact.ApprovalResolved _,
                    Fact.MessageRelayed _,
                    Fact.MetricReported _ -> "";
        };
    }

    private static String taskOf(Command command) {
        return command.origin() == CommandOrigin.TASK ? command.originId() : "";
    }
}
