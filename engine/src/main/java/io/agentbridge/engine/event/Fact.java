package io.agentbridge.engine.event;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;

/** What happened. Each carries the after-image of the one object it changes; nothing else changes with it. */
public sealed interface Fact {
    /** How far the agent's output was consumed with this fact, {@link OutputPosition#NONE} if it came from elsewhere. */
    default OutputPosition position() {
        return OutputPosition.NONE;
    }

    /** A server took over; everything before it was decided under the earlier settings. */
    record ServerStarted(String version, Settings settings) implements Fact {}

    /** Intent: its process is to be started. Answers the request. */
    record AgentCreated(Agent agent) implements Fact {}

    /** Its process runs. */
    record AgentLaunched(Agent agent, OutputPosition position) implements Fact {}

    /** Its status, work or session changed: ready, idle, busy. */
    record AgentChanged(Agent agent, OutputPosition position) implements Fact {}

    /** Its process is gone and intent: it is to be started again, as the next incarnation. */
    record AgentRestarting(Agent agent, OutputPosition position) implements Fact {}

    /** Its process is gone and is not started again. */
    record AgentFailed(Agent agent, OutputPosition position) implements Fact {}

    /** Intent: its process is to be ended. Answers the request. */
    record AgentStopping(Agent agent, String reason) implements Fact {}

    /** It has ended; the terminal event of its stop. */
    record AgentStopped(Agent agent, OutputPosition position) implements Fact {}

    /** The command waits for its agent. */
    record CommandQueued(Command command) implements Fact {}

    /** Intent: the prompt is to be given to the agent. */
    record CommandStarted(Command command) implements Fact {}

    /** The agent confirmed that it has the prompt. */
    record CommandDelivered(Command command, OutputPosition position) implements Fact {}

    /** A complete piece of output. Changes nothing but the agent's output position. */
    record CommandProgressed(String commandId, String agentId, ProgressKind kind, Body content, OutputPosition position)
            implements Fact {}

    /** It waits for an approval, or goes on after one. */
    record CommandChanged(Command command, OutputPosition position) implements Fact {}

    /** Intent, if it is in flight: the agent is to be interrupted. Answers a request to cancel it. */
    record CommandCancelling(Command command) implements Fact {}

    /** The agent certainly never had the prompt; it goes back to the head of the queue. */
    record CommandRequeued(Command command) implements Fact {}

    /** It reached its terminal status. Answers the request for it. */
    record CommandEnded(Command command, OutputPosition position) implements Fact {}

    /** The task is known, and waits or is in an agent's queue. Answers the request. */
    record TaskAssigned(Task task) implements Fact {}

    /** It was dispatched, started, retried or blocked. */
    record TaskChanged(Task task) implements Fact {}

    /** It is being withdrawn. Answers the request. */
    record TaskCancelling(Task task) implements Fact {}

    /** It reached its terminal status. */
    record TaskEnded(Task task) implements Fact {}

    /** An agent asks for a permission. */
    record ApprovalRequested(Approval approval, OutputPosition position) implements Fact {}

    /** Intent, unless cancelled: the agent is to be given the decision. Answers the request that decided. */
    record ApprovalResolved(Approval approval, OutputPosition position) implements Fact {}

    /** A message goes to an agent. Answers the request. */
    record MessageRelayed(RelayedMessage message) implements Fact {}

    /** A measurement. Answers the request. */
    record MetricReported(Metric metric) implements Fact {}
}
