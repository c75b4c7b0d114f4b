package io.agentbridge.gateway.driver;

import io.agentbridge.agents.AgentSession;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Usage;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.wire.Prompts;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The texts that agents are given: prompts, and what was answered to their questions. One that cannot be read concerns its command and
 * nobody else. Used by the driver's thread.
 */
final class AgentTexts {
    private static final System.Logger LOG = System.getLogger(AgentTexts.class.getName());
    private static final String UNREADABLE_PROMPT =
            "The agent was not given this prompt, because its stored text is damaged or missing. \"agent-bridge journal"
                    + " verify\" names the file; restore it from a backup, or give the prompt again.";
    private static final String UNREADABLE_ANSWER =
            "What was answered cannot be read any more, because its stored text is damaged or missing.";

    private final Bodies bodies;
    private final Prompts prompts;

    AgentTexts(Bodies bodies) {
        this.bodies = bodies;
        this.prompts = new Prompts(bodies);
    }

    /** The prompt of a command; empty if it cannot be read. */
    Optional<String> prompt(Command command, State state) {
        return read(command.id(), () -> prompts.of(command, state));
    }

    /** Ends a command whose prompt cannot be read: this one fails, and its agent goes on with the next. */
    static Report.PromptFinished unreadable(Command command, OutputPosition position) {
        return new Report.PromptFinished(
                command.agentId(),
                position,
                command.id(),
                false,
                Body.none(),
                FailureClass.INTERNAL,
                Body.of(UNREADABLE_PROMPT),
                Usage.NONE);
    }

    /** Passes a decision on. Without the input that was to take the place of the agent's own, nothing is allowed. */
    void answer(AgentSession session, Approval approval) {
        String message =
                read(approval.id(), () -> bodies.text(approval.message())).orElse(UNREADABLE_ANSWER);
        read(approval.id(), () -> bodies.text(approval.updatedInput()))
                .ifPresentOrElse(
                        input -> session.answer(approval.permissionId(), approval.decision(), message, input),
                        () -> session.answer(approval.permissionId(), ApprovalDecision.DENY, UNREADABLE_ANSWER, ""));
    }

    private static Optional<String> read(String owner, Supplier<String> text) {
        try {
            return Optional.of(text.get());
        } catch (UncheckedIOException unreadable) {
            LOG.log(System.Logger.Level.ERROR, "a text of " + owner + " cannot be given to its agent", unreadable);
            return Optional.empty();
        }
    }
}
