package io.agentbridge.agents;

import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.StopMode;

/**
 * A running agent. Every call returns at once and may come from any thread; what follows comes to the listener. A call after
 * the exit does nothing.
 */
public interface AgentSession {
    /** Gives it a prompt, under an id that is a UUID. At most one is in flight. */
    void prompt(String promptId, String text);

    /** Interrupts the prompt in flight; the agent lives on. Escalates by itself if the agent does not react. */
    void cancel();

    /**
     * Answers a permission request.
     *
     * @param message what to tell the agent, or empty
     * @param updatedInput JSON value to call the tool with instead, or empty
     */
    void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput);

    /** Ends it; {@link AgentListener#exited} follows within a bounded time. Idempotent; KILL overtakes GRACEFUL. */
    void stop(StopMode mode);

    /** Stops listening and leaves the process running for a later {@link AgentBackend#attach}; stops it where that cannot be. */
    void detach();
}
