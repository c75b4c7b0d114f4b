package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Task;
import java.util.List;

/** What can be said of an event without encoding it. */
final class EventSubjects {
    private static final List<String> AGENT_CREATED = types(MessageType.AGENT_CREATED);
    private static final List<String> AGENT_HEARTBEAT = types(MessageType.AGENT_HEARTBEAT);
    private static final List<String> AGENT_STATUS = types(MessageType.AGENT_STATUS);
    private static final List<String> AGENT_STOPPED = types(MessageType.AGENT_STOPPED);
    private static final List<String> AGENT_FAILED = types(MessageType.AGENT_STATUS, MessageType.AGENT_ERROR);
    private static final List<String> COMMAND_PROGRESS = types(MessageType.COMMAND_PROGRESS);
    private static final List<String> COMMAND_RESULT = types(MessageType.COMMAND_RESULT);
    private static final List<String> COMMAND_ERROR = types(MessageType.COMMAND_ERROR);
    private static final List<String> TASK_UPDATE = types(MessageType.TASK_UPDATE);
    private static final List<String> TASK_COMPLETE = types(MessageType.TASK_UPDATE, MessageType.TASK_COMPLETE);
    private static final List<String> TASK_FAILED = types(MessageType.TASK_UPDATE, MessageType.TASK_FAILED);
    private static final List<String> APPROVAL_REQUESTED = types(MessageType.APPROVAL_REQUESTED);
    private static final List<String> APPROVAL_RESOLVED = types(MessageType.APPROVAL_RESOLVED);
    private static final List<String> SYSTEM_METRIC = types(MessageType.SYSTEM_METRIC);
    private static final List<String> SERVER_STARTED = types(MessageType.SERVER_STARTED);

    /** The types of all messages that show events. */
    static final List<String> TYPES = types(
            MessageType.AGENT_COORDINATION,
            MessageType.AGENT_CREATED,
            MessageType.AGENT_ERROR,
            MessageType.AGENT_HANDOFF,
            MessageType.AGENT_MESSAGE,
            MessageType.AGENT_STATUS,
            MessageType.AGENT_STOPPED,
            MessageType.APPROVAL_REQUESTED,
            MessageType.APPROVAL_RESOLVED,
            MessageType.COMMAND_ERROR,
            MessageType.COMMAND_PROGRESS,
            MessageType.COMMAND_RESULT,
            MessageType.SERVER_STARTED,
            MessageType.SYSTEM_METRIC,
            MessageType.TASK_COMPLETE,
            MessageType.TASK_FAILED,
            MessageType.TASK_UPDATE);

    private EventSubjects() {}

    static Subjects of(Event event) {
        String principal = event.cause().principal();
        return switch (event.fact()) {
            case Fact.ServerStarted _ -> new Subjects(List.of(), List.of(), List.of(), SERVER_STARTED, principal);
            case Fact.AgentCreated created -> agent(created.agent(), AGENT_CREATED, principal);
            case Fact.AgentLaunched launched -> agent(launched.agent(), AGENT_STATUS, principal);
            case Fact.AgentChanged changed -> agent(changed.agent(), AGENT_STATUS, principal);
            case Fact.AgentRestarting restarting -> agent(restarting.agent(), AGENT_STATUS, principal);
            case Fact.AgentFailed failed -> agent(failed.agent(), AGENT_FAILED, principal);
            case Fact.AgentStopping stopping -> agent(stopping.agent(), AGENT_STATUS, principal);
            case Fact.AgentStopped stopped -> agent(stopped.agent(), AGENT_STOPPED, principal);
            case Fact.CommandQueued queued -> command(queued.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandStarted started -> command(started.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandDelivered delivered -> command(delivered.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandChanged changed -> command(changed.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandCancelling cancelling -> command(cancelling.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandRequeued requeued -> command(requeued.command(), COMMAND_PROGRESS, principal);
            case Fact.CommandProgressed progressed -> progress(progressed.agentId(), progressed.commandId(), principal);
            case Fact.CommandEnded ended ->
                command(
                        ended.command(),
                        ended.command().status() == CommandStatus.COMPLETED ? COMMAND_RESULT : COMMAND_ERROR,
                        principal);
            case Fact.TaskAssigned assigned -> task(assigned.task(), TASK_UPDATE, principal);
            case Fact.TaskChanged changed -> task(changed.task(), TASK_UPDATE, principal);
            case Fact.TaskCancelling cancelling -> task(cancelling.task(), TASK_UPDATE, principal);
            case Fact.TaskEnded ended -> task(ended.task(), endTypes(ended.task()), principal);
            case Fact.ApprovalRequested requested -> approval(requested.approval(), APPROVAL_REQUESTED, principal);
            case Fact.ApprovalResolved resolved -> approval(resolved.approval(), APPROVAL_RESOLVED, principal);
            case Fact.MessageRelayed relayed -> message(relayed.message(), principal);
            case Fact.MetricReported reported ->
                new Subjects(optional(reported.metric().agentId()), List.of(), List.of(), SYSTEM_METRIC, principal);
        };
    }

    static Subjects progress(String agentId, String commandId, String principal) {
        return new Subjects(List.of(agentId), List.of(), List.of(commandId), COMMAND_PROGRESS, principal);
    }

    static Subjects heartbeat(String agentId) {
        return new Subjects(List.of(agentId), List.of(), List.of(), AGENT_HEARTBEAT, "");
    }

    /** Whether an event of this kind answers the request that caused it. */
    static boolean canAnswer(Fact fact) {
        return switch (fact) {
            case Fact.AgentCreated _,
                    Fact.AgentStopping _,
                    Fact.CommandCancelling _,
                    Fact.CommandEnded _,
                    Fact.TaskAssigned _,
                    Fact.TaskCancelling _,
                    Fact.ApprovalResolved _,
                    Fact.MessageRelayed _,
                    Fact.MetricReported _ -> true;
            case Fact.ServerStarted _,
                    Fact.AgentLaunched _,
                    Fact.AgentChanged _,
                    Fact.AgentRestarting _,
                    Fact.AgentFailed _,
                    Fact.AgentStopped _,
                    Fact.CommandQueued _,
                    Fact.CommandStarted _,
                    Fact.CommandDelivered _,
                    Fact.CommandProgressed _,
                    Fact.CommandChanged _,
                    Fact.CommandRequeued _,
                    Fact.TaskChanged _,
                    Fact.TaskEnded _,
                    Fact.ApprovalRequested _ -> false;
        };
    }

    /** Whether frames of this fact need a body that is in the blob store. */
    static boolean hasStoredBodies(Fact fact) {
        return switch (fact) {
            case Fact.ServerStarted _ -> false;
            case Fact.AgentCreated created -> isStored(created.agent());
            case Fact.AgentLaunched launched -> isStored(launched.agent());
            case Fact.AgentChanged changed -> isStored(changed.agent());
            case Fact.AgentRestarting restarting -> isStored(restarting.agent());
            case Fact.AgentFailed failed -> isStored(failed.agent());
            case Fact.AgentStopping stopping -> isStored(stopping.agent());
            case Fact.AgentStopped stopped -> isStored(stopped.agent());
            // Their frames show the first characters of a stored command.
            case Fact.CommandQueued _,
                    Fact.CommandStarted _,
                    Fact.CommandDelivered _,
                    Fact.CommandChanged _,
                    Fact.CommandCancelling _,
                    Fact.CommandRequeued _ -> false;
            case Fact.CommandProgressed progressed -> isStored(progressed.content());
            case Fact.CommandEnded ended ->
                isStored(ended.command().text())
                        || isStored(ended.command().result())
                        || isStored(ended.command().error());
            case Fact.TaskAssigned assigned -> isStored(assigned.task());
            case Fact.TaskChanged changed -> isStored(changed.task());
            case Fact.TaskCancelling cancelling -> isStored(cancelling.task());
            case Fact.TaskEnded ended -> isStored(ended.task());
            case Fact.ApprovalRequested requested -> isStored(requested.approval());
            case Fact.ApprovalResolved resolved -> isStored(resolved.approval());
            case Fact.MessageRelayed relayed ->
                isStored(relayed.message().content())
                        || isStored(relayed.message().metadata())
                        || isStored(relayed.message().details());
            case Fact.MetricReported reported -> isStored(reported.metric().metadata());
        };
    }

    static MessageType typeOf(MessageKind kind) {
        return switch (kind) {
            case MESSAGE -> MessageType.AGENT_MESSAGE;
            case COORDINATION -> MessageType.AGENT_COORDINATION;
            case HANDOFF -> MessageType.AGENT_HANDOFF;
        };
    }

    private static Subjects agent(Agent agent, List<String> types, String principal) {
        return new Subjects(
                List.of(agent.id()), optional(agent.currentTask()), optional(agent.currentCommand()), types, principal);
    }

    private static Subjects command(Command command, List<String> types, String principal) {
        return new Subjects(
                List.of(command.agentId()),
                command.origin() == CommandOrigin.TASK ? List.of(command.originId()) : List.of(),
                List.of(command.id()),
                types,
                principal);
    }

    private static Subjects task(Task task, List<String> types, String principal) {
        return new Subjects(
                optional(task.assignedAgent()), List.of(task.id()), optional(task.commandId()), types, principal);
    }

    private static Subjects approval(Approval approval, List<String> types, String principal) {
        return new Subjects(List.of(approval.agentId()), List.of(), List.of(approval.commandId()), types, principal);
    }

    private static List<String> endTypes(Task task) {
        return switch (task.status()) {
            case COMPLETED -> TASK_COMPLETE;
            case FAILED -> TASK_FAILED;
            case PENDING, IN_PROGRESS, CANCELLED -> TASK_UPDATE;
        };
    }

    private static Subjects message(RelayedMessage message, String principal) {
        return new Subjects(
                List.of(message.fromAgent(), message.toAgent()),
                List.of(),
                List.of(),
                types(typeOf(message.kind())),
                principal);
    }

    private static boolean isStored(Agent agent) {
        return isStored(agent.options().metadata());
    }

    private static boolean isStored(Task task) {
        return isStored(task.description())
                || isStored(task.metadata())
                || isStored(task.extra())
                || isStored(task.result())
                || isStored(task.error());
    }

    private static boolean isStored(Approval approval) {
        return isStored(approval.input())
                || isStored(approval.suggestions())
                || isStored(approval.message())
                || isStored(approval.updatedInput());
    }

    private static boolean isStored(Body body) {
        return body instanceof Body.Stored;
    }

    private static List<String> optional(String id) {
        return id.isEmpty() ? List.of() : List.of(id);
    }

    private static List<String> types(MessageType... types) {
        return List.of(types).stream().map(MessageType::text).toList();
    }
}
