package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;

/** What the bodies of an object take up in memory, as {@code Settings.maxStateBytes} counts it. */
final class ModelBytes {
    private ModelBytes() {}

    /** What the bodies in a fact take up. */
    static long fact(Fact fact) {
        return switch (fact) {
            case Fact.AgentCreated f -> agent(f.agent());
            case Fact.AgentLaunched f -> agent(f.agent());
            case Fact.AgentChanged f -> agent(f.agent());
            case Fact.AgentRestarting f -> agent(f.agent());
            case Fact.AgentFailed f -> agent(f.agent());
            case Fact.AgentStopping f -> agent(f.agent());
            case Fact.AgentStopped f -> agent(f.agent());
            case Fact.CommandQueued f -> command(f.command());
            case Fact.CommandStarted f -> command(f.command());
            case Fact.CommandDelivered f -> command(f.command());
            case Fact.CommandChanged f -> command(f.command());
            case Fact.CommandCancelling f -> command(f.command());
            case Fact.CommandRequeued f -> command(f.command());
            case Fact.CommandEnded f -> command(f.command());
            case Fact.CommandProgressed f -> body(f.content());
            case Fact.TaskAssigned f -> task(f.task());
            case Fact.TaskChanged f -> task(f.task());
            case Fact.TaskCancelling f -> task(f.task());
            case Fact.TaskEnded f -> task(f.task());
            case Fact.ApprovalRequested f -> approval(f.approval());
            case Fact.ApprovalResolved f -> approval(f.approval());
            case Fact.MessageRelayed f ->
                body(f.message().content())
                        + body(f.message().metadata())
                        + body(f.message().details());
            case Fact.MetricReported f -> body(f.metric().metadata());
            case Fact.ServerStarted _ -> 0;
        };
    }

    static long agent(Agent agent) {
        return body(agent.options().appendSystemPrompt()) + body(agent.options().metadata());
    }

    static long command(Command command) {
        return body(command.text()) + body(command.parameters()) + body(command.result()) + body(command.error());
    }

    static long task(Task task) {
        return body(task.description())
                + body(task.metadata())
                + body(task.extra())
                + body(task.result())
                + body(task.error());
    }

    static long approval(Approval approval) {
        return body(approval.input())
                + body(approval.suggestions())
                + body(approval.message())
                + body(approval.updatedInput());
    }

    private static long body(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.bytes();
            case Body.Stored stored -> stored.preview().length();
        };
    }
}
