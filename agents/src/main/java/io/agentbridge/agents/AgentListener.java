package io.agentbridge.agents;

import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;

/**
 * Hears of one agent, from one thread at a time, in order. May block: that holds the agent's output back. Positions are the
 * incarnation and the end of the output line that was read.
 */
public interface AgentListener {
    /** The process runs. Always the first call of a started agent; the session gives it no prompt before this returns. */
    void launched(OutputPosition position, ProcessIdentity process);

    /** It takes prompts. */
    void ready(OutputPosition position, String sessionId, String version);

    /** It confirmed that it has the prompt. */
    void delivered(OutputPosition position, String promptId);

    /** A piece of output as it is produced; shown, not kept. */
    void delta(String promptId, ProgressKind kind, String text);

    /** A complete piece of output: text, or JSON for the tool kinds. */
    void progressed(OutputPosition position, String promptId, ProgressKind kind, String content);

    /** It is done with the prompt; exactly once for each, unless {@link #exited} comes first. */
    void finished(OutputPosition position, String promptId, PromptOutcome outcome);

    /** It asks for a permission; input and suggestions are JSON. */
    void permissionAsked(
            OutputPosition position,
            String promptId,
            String permissionId,
            String toolName,
            String input,
            String description,
            String suggestions);

    /** It does not want the permission any more. */
    void permissionWithdrawn(OutputPosition position, String permissionId);

    /** The error of an exit that was asked for: what is to be said of a prompt that was in flight. */
    String ENDED_ON_REQUEST = "The agent was ended before it was done.";

    /** The process is gone; the last call. {@code promptLost} if the prompt in flight certainly never reached it. */
    void exited(OutputPosition position, boolean promptLost, FailureClass failure, String error);

    /**
     * How a prompt ended.
     *
     * @param interrupted whether {@link AgentSession#cancel} ended it
     * @param result its text
     * @param failure NONE if it completed
     * @param error for people, or empty
     * @param usage of this prompt alone
     */
    record PromptOutcome(boolean interrupted, String result, FailureClass failure, String error, Usage usage) {}
}
