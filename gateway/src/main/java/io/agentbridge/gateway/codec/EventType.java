package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Fact;

/** The types of event; the journal's names are the lower-case ones. */
public enum EventType {
    SERVER_STARTED,
    AGENT_CREATED,
    AGENT_LAUNCHED,
    AGENT_CHANGED,
    AGENT_RESTARTING,
    AGENT_FAILED,
    AGENT_STOPPING,
    AGENT_STOPPED,
    COMMAND_QUEUED,
    COMMAND_STARTED,
    COMMAND_DELIVERED,
    COMMAND_PROGRESSED,
    COMMAND_CHANGED,
    COMMAND_CANCELLING,
    COMMAND_REQUEUED,
    COMMAND_ENDED,
    TASK_ASSIGNED,
    TASK_CHANGED,
    TASK_CANCELLING,
    TASK_ENDED,
    APPROVAL_REQUESTED,
    APPROVAL_RESOLVED,
    MESSAGE_RELAYED,
    METRIC_REPORTED;

    /** The type of a fact. */
    public static EventType of(Fact fact) {
        return switch (fact) {
            case Fact.ServerStarted _ -> SERVER_STARTED;
            case Fact.AgentCreated _ -> AGENT_CREATED;
            case Fact.AgentLaunched _ -> AGENT_LAUNCHED;
            case Fact.AgentChanged _ -> AGENT_CHANGED;
            case Fact.AgentRestarting _ -> AGENT_RESTARTING;
            case Fact.AgentFailed _ -> AGENT_FAILED;
            case Fact.AgentStopping _ -> AGENT_STOPPING;
            case Fact.AgentStopped _ -> AGENT_STOPPED;
            case Fact.CommandQueued _ -> COMMAND_QUEUED;
            case Fact.CommandStarted _ -> COMMAND_STARTED;
            case Fact.CommandDelivered _ -> COMMAND_DELIVERED;
            case Fact.CommandProgressed _ -> COMMAND_PROGRESSED;
            case Fact.CommandChanged _ -> COMMAND_CHANGED;
            case Fact.CommandCancelling _ -> COMMAND_CANCELLING;
            case Fact.CommandRequeued _ -> COMMAND_REQUEUED;
            case Fact.CommandEnded _ -> COMMAND_ENDED;
            case Fact.TaskAssigned _ -> TASK_ASSIGNED;
            case Fact.TaskChanged _ -> TASK_CHANGED;
            case Fact.TaskCancelling _ -> TASK_CANCELLING;
            case Fact.TaskEnded _ -> TASK_ENDED;
            case Fact.ApprovalRequested _ -> APPROVAL_REQUESTED;
            case Fact.ApprovalResolved _ -> APPROVAL_RESOLVED;
            case Fact.MessageRelayed _ -> MESSAGE_RELAYED;
            case Fact.MetricReported _ -> METRIC_REPORTED;
        };
    }
}
