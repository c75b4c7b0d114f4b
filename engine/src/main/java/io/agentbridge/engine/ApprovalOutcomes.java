package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;

/** How permission requests end, and how their command goes on. */
final class ApprovalOutcomes {
    private final Step step;
    private final State state;

    ApprovalOutcomes(Step step) {
        this.step = step;
        this.state = step.state();
    }

    /** Nobody needs to decide any more, as the command is ending. */
    void cancelAll(Command command) {
        for (String id : state.openApprovals().ids(command.id())) {
            Approval approval = state.findApproval(id);
            if (approval == null) {
                throw new IllegalStateException("open approval " + id + " is not known");
            }
            emit(Cause.NONE, approval, ApprovalOutcome.CANCELLED, ApprovalDecision.NONE, "", Body.none(), Body.none());
        }
    }

    /** Ends the approval; the command goes on if it waits for no other. */
    void resolve(
            Cause cause,
            Approval approval,
            ApprovalOutcome outcome,
            ApprovalDecision decision,
            String resolvedBy,
            Body message,
            Body updatedInput) {
        emit(cause, approval, outcome, decision, resolvedBy, message, updatedInput);
        Command command = state.findCommand(approval.commandId());
        if (command != null
                && command.status() == CommandStatus.WAITING_APPROVAL
                && state.openApprovals().count(command.id()) == 0) {
            goOn(command);
        }
    }

    private void emit(
            Cause cause,
            Approval approval,
            ApprovalOutcome outcome,
            ApprovalDecision decision,
            String resolvedBy,
            Body message,
            Body updatedInput) {
        Approval resolved = new Approval(
                approval.id(),
                approval.agentId(),
                approval.commandId(),
                approval.permissionId(),
                approval.toolName(),
                approval.input(),
                approval.description(),
                approval.suggestions(),
                approval.requestedAtMillis(),
                approval.expiresAtMillis(),
                outcome,
                decision,
                resolvedBy,
                message,
                updatedInput);
        step.emit(cause, new Fact.ApprovalResolved(resolved, step.position(approval.agentId())));
    }

    /**
     * Stops the command's clock while it waits for people: its execution time holds what counted until now, its deadline rests at 0.
     */
    void pause(Command command) {
        CommandDraft draft = new CommandDraft(command);
        draft.status = CommandStatus.WAITING_APPROVAL;
        if (command.deadlineMillis() != 0) {
            long remaining = Math.max(1, command.deadlineMillis() - step.nowMillis());
            draft.executionMillis = command.timeoutMillis() - remaining;
            draft.deadlineMillis = 0;
        }
        step.emit(new Fact.CommandChanged(draft.image(), step.position(command.agentId())));
    }

    private void goOn(Command command) {
        CommandDraft draft = new CommandDraft(command);
        draft.status = CommandStatus.EXECUTING;
        if (command.timeoutMillis() != 0) {
            draft.deadlineMillis =
                    Deadlines.after(step.nowMillis(), command.timeoutMillis() - command.executionMillis());
        }
        step.emit(new Fact.CommandChanged(draft.image(), step.position(command.agentId())));
    }
}
