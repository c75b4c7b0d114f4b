package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import org.jspecify.annotations.Nullable;

/** Decides about permissions that agents ask for. The first answer wins; a passed deadline is no user's "no". */
final class ApprovalDecider {
    /** Permissions that one command may wait for at a time; beyond it they are denied. */
    private static final int MAX_OPEN_PER_COMMAND = 100;

    private static final String BY_POLICY = "policy";
    private static final String BY_DEADLINE = "deadline";
    private static final String BY_LIMIT = "limit";

    private final Step step;
    private final State state;
    private final ApprovalOutcomes outcomes;

    ApprovalDecider(Step step, ApprovalOutcomes outcomes) {
        this.step = step;
        this.state = step.state();
        this.outcomes = outcomes;
    }

    void asked(Report.PermissionAsked report, Command command) {
        if (find(command.id(), report.permissionId()) != null) {
            return;
        }
        boolean tooMany = state.openApprovals().count(command.id()) >= MAX_OPEN_PER_COMMAND;
        Approval approval = approval(report);
        step.emit(new Fact.ApprovalRequested(approval, report.position()));
        if (command.cancelReason() != CancelReason.NONE) {
            resolve(approval, ApprovalOutcome.CANCELLED, ApprovalDecision.NONE, "");
        } else if (report.ruling() != ApprovalDecision.NONE) {
            resolve(approval, outcome(report.ruling()), report.ruling(), BY_POLICY);
        } else if (tooMany) {
            resolve(approval, ApprovalOutcome.DENIED, ApprovalDecision.DENY, BY_LIMIT);
        } else if (command.status() == CommandStatus.EXECUTING) {
            outcomes.pause(command);
        }
    }

    void withdrawn(Report.PermissionWithdrawn report, String commandId) {
        Approval approval = find(commandId, report.permissionId());
        if (approval != null) {
            resolve(approval, ApprovalOutcome.CANCELLED, ApprovalDecision.NONE, "");
        }
    }

    void respond(Request.RespondApproval request) {
        Cause cause = request.cause();
        Approval approval = state.findApproval(request.approvalId());
        if (approval == null) {
            step.refuse(
                    cause,
                    ErrorType.COMMAND_ERROR,
                    "No approval " + request.approvalId() + " is known. It may have ended long ago.",
                    "");
        } else if (approval.outcome() != ApprovalOutcome.PENDING) {
            step.refuse(
                    cause,
                    ErrorType.CONFLICT,
                    "Approval " + approval.id() + " has been resolved already; the first answer counts.",
                    approval.agentId());
        } else if (request.decision() == ApprovalDecision.NONE) {
            step.refuse(
                    cause,
                    ErrorType.VALIDATION_ERROR,
                    "An approval is answered with allow, allow_session or deny.",
                    approval.agentId());
        } else {
            outcomes.resolve(
                    cause,
                    approval,
                    outcome(request.decision()),
                    request.decision(),
                    cause.principal(),
                    request.message(),
                    request.updatedInput());
        }
    }

    void expire(Approval approval) {
        resolve(approval, ApprovalOutcome.EXPIRED, ApprovalDecision.DENY, BY_DEADLINE);
    }

    private void resolve(Approval approval, ApprovalOutcome outcome, ApprovalDecision decision, String resolvedBy) {
        outcomes.resolve(Cause.NONE, approval, outcome, decision, resolvedBy, Body.none(), Body.none());
    }

    private static ApprovalOutcome outcome(ApprovalDecision decision) {
        return decision == ApprovalDecision.DENY ? ApprovalOutcome.DENIED : ApprovalOutcome.ALLOWED;
    }

    private @Nullable Approval find(String commandId, String permissionId) {
        for (String id : state.openApprovals().ids(commandId)) {
            Approval approval = state.findApproval(id);
            if (approval != null && approval.permissionId().equals(permissionId)) {
                return approval;
            }
        }
        return null;
    }

    private Approval approval(Report.PermissionAsked report) {
        return new Approval(
                freshId(),
                report.agentId(),
                report.commandId(),
                report.permissionId(),
                report.toolName(),
                report.input(),
                report.description(),
                report.suggestions(),
                step.nowMillis(),
                Deadlines.after(step.nowMillis(), Math.max(1, state.settings().approvalTimeoutMillis())),
                ApprovalOutcome.PENDING,
                ApprovalDecision.NONE,
                "",
                Body.none(),
                Body.none());
    }

    private String freshId() {
        return Ids.other("approval", step.sequenceAhead(1), 0);
    }
}
