package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Task;
import java.util.Locale;

/** Finds a text in what people wrote and agents said. For one search. */
public final class EventText {
    private final String wanted;
    private final BodyReader bodies;

    /** @param text what to find, whatever its case */
    public EventText(String text, BodyReader bodies) {
        this.wanted = text.toLowerCase(Locale.ROOT);
        this.bodies = bodies;
    }

    /** Whether one of the event's texts contains the text. Linear in their lengths; reads stored bodies from the disk. */
    public boolean isIn(Event event) {
        return in(event.cause().principal()) || in(event.fact());
    }

    private boolean in(Fact fact) {
        return switch (fact) {
            case Fact.ServerStarted started -> in(started.version());
            case Fact.AgentCreated created -> in(created.agent());
            case Fact.AgentLaunched launched -> in(launched.agent());
            case Fact.AgentChanged changed -> in(changed.agent());
            case Fact.AgentRestarting restarting -> in(restarting.agent());
            case Fact.AgentFailed failed -> in(failed.agent());
            case Fact.AgentStopping stopping -> in(stopping.agent()) || in(stopping.reason());
            case Fact.AgentStopped stopped -> in(stopped.agent());
            case Fact.CommandQueued queued -> in(queued.command());
            case Fact.CommandStarted started -> in(started.command());
            case Fact.CommandDelivered delivered -> in(delivered.command());
            case Fact.CommandProgressed progressed -> in(progressed.content());
            case Fact.CommandChanged changed -> in(changed.command());
            case Fact.CommandCancelling cancelling -> in(cancelling.command());
            case Fact.CommandRequeued requeued -> in(requeued.command());
            case Fact.CommandEnded ended -> in(ended.command());
            case Fact.TaskAssigned assigned -> in(assigned.task());
            case Fact.TaskChanged changed -> in(changed.task());
            case Fact.TaskCancelling cancelling -> in(cancelling.task());
            case Fact.TaskEnded ended -> in(ended.task());
            case Fact.ApprovalRequested requested -> in(requested.approval());
            case Fact.ApprovalResolved resolved -> in(resolved.approval());
            case Fact.MessageRelayed relayed -> in(relayed.message());
            case Fact.MetricReported reported ->
                in(reported.metric().name()) || in(reported.metric().metadata());
        };
    }

    private boolean in(Agent agent) {
        return in(agent.id()) || in(agent.name()) || in(agent.model()) || in(agent.backend()) || in(agent.error());
    }

    private boolean in(Command command) {
        return in(command.id())
                || in(command.text())
                || in(command.parameters())
                || in(command.result())
                || in(command.error());
    }

    private boolean in(Task task) {
        return in(task.id())
                || in(task.title())
                || in(task.description())
                || in(task.metadata())
                || in(task.blockedReason())
                || in(task.result())
                || in(task.error());
    }

    private boolean in(Approval approval) {
        return in(approval.toolName())
                || in(approval.description())
                || in(approval.input())
                || in(approval.message())
                || in(approval.updatedInput());
    }

    private boolean in(RelayedMessage message) {
        return in(message.fromAgent()) || in(message.content()) || in(message.metadata()) || in(message.details());
    }

    private boolean in(Body body) {
        return !body.isEmpty() && in(bodies.text(body));
    }

    private boolean in(String text) {
        return text.length() >= wanted.length() && text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
