package io.agentbridge.engine.input;

import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;

/**
 * What the agent driver observed. A report of an incarnation that is not the agent's present one, or about a command that is
 * not in flight, is stale and changes nothing.
 */
public sealed interface Report extends Input {
    /** Which agent. */
    String agentId();

    /** How far its output was read when this was observed. */
    OutputPosition position();

    /** Its process was started; journaled before it is used, so that it can be found again. */
    record AgentLaunched(String agentId, OutputPosition position, ProcessIdentity process) implements Report {}

    /** It takes prompts now. */
    record AgentReady(String agentId, OutputPosition position, String sessionId, String backendVersion)
            implements Report {}

    /** It confirmed that it has the prompt. */
    record PromptDelivered(String agentId, OutputPosition position, String commandId) implements Report {}

    /** It produced a complete piece of output. {@code content} is text, or JSON for the tool kinds. */
    record PromptProgressed(String agentId, OutputPosition position, String commandId, ProgressKind kind, Body content)
            implements Report {}

    /** It is done with the prompt: completed if {@code failure} is NONE. An interrupted prompt reports {@code interrupted}. */
    record PromptFinished(
            String agentId,
            OutputPosition position,
            String commandId,
            boolean interrupted,
            Body result,
            FailureClass failure,
            Body error,
            Usage usage)
            implements Report {}

    /**
     * It asks for a permission. {@code ruling} is what the configured policy says: {@link ApprovalDecision#NONE} to ask people,
     * else the answer.
     */
    record PermissionAsked(
            String agentId,
            OutputPosition position,
            String commandId,
            String permissionId,
            String toolName,
            Body input,
            String description,
            Body suggestions,
            ApprovalDecision ruling)
            implements Report {}

    /** It does not want the permission any more. */
    record PermissionWithdrawn(String agentId, OutputPosition position, String permissionId) implements Report {}

    /**
     * Its process is gone, or could not be started.
     *
     * @param promptLost what is known of the command in flight: true if the agent certainly never had the prompt, so that it may
     *     be given again
     * @param failure {@link FailureClass#NONE} if it ended with the server that ran it, for no fault of its own
     * @param error what happened, for people
     */
    record AgentExited(String agentId, OutputPosition position, boolean promptLost, FailureClass failure, String error)
            implements Report {}
}
