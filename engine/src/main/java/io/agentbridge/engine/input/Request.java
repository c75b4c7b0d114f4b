package io.agentbridge.engine.input;

import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.StopMode;
import java.util.List;

/** What a client asks for. Each is answered: by an event, by an earlier answer, or by a refusal. */
public sealed interface Request extends Input {
    /** Who asks, and how to answer. */
    Cause cause();

    /** Create an agent; {@code backend} is a configured one, already defaulted; an empty {@code name} is made up. */
    record CreateAgent(
            Cause cause,
            AgentType type,
            String name,
            String backend,
            String model,
            List<String> capabilities,
            AgentOptions options)
            implements Request {
        public CreateAgent {
            capabilities = List.copyOf(capabilities);
        }
    }

    /** End an agent for good. */
    record StopAgent(Cause cause, String agentId, StopMode mode, String reason) implements Request {}

    /** Give an agent a prompt; {@code timeoutMillis} 0 for the agent's or the server's. */
    record ExecuteCommand(Cause cause, String agentId, Body text, Body parameters, long timeoutMillis)
            implements Request {}

    /** Withdraw a command. */
    record CancelCommand(Cause cause, String commandId) implements Request {}

    /** Have a task done; an empty {@code taskId} is made up, an empty {@code agentId} lets any able agent take it. */
    record AssignTask(
            Cause cause,
            String taskId,
            String agentId,
            String title,
            Body description,
            Body metadata,
            Body extra,
            int priority,
            List<String> dependsOn,
            List<String> requiredCapabilities,
            long timeoutMillis,
            Retry retry)
            implements Request {
        public AssignTask {
            dependsOn = List.copyOf(dependsOn);
            requiredCapabilities = List.copyOf(requiredCapabilities);
        }
    }

    /** Withdraw a task. */
    record CancelTask(Cause cause, String taskId) implements Request {}

    /** Pass a message to an agent, as a prompt. */
    record RelayMessage(
            Cause cause,
            MessageKind kind,
            String fromAgent,
            String toAgent,
            Body content,
            String messageType,
            Body metadata,
            Body details)
            implements Request {}

    /** Answer a permission request; never with {@link ApprovalDecision#NONE}. */
    record RespondApproval(Cause cause, String approvalId, ApprovalDecision decision, Body message, Body updatedInput)
            implements Request {}

    /** Show a measurement to everybody. */
    record ReportMetric(Cause cause, Metric metric) implements Request {}
}
