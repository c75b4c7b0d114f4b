package io.agentbridge.engine;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Usage;

/** A command as the step at hand leaves it, while it is being worked out. */
final class CommandDraft {
    final Command before;
    CommandStatus status;
    boolean delivered;
    long startedAtMillis;
    long completedAtMillis;
    long deadlineMillis;
    CancelReason cancelReason;
    Body result;
    Body error;
    FailureClass failure;
    long executionMillis;
    Usage usage;

    CommandDraft(Command before) {
        this.before = before;
        this.status = before.status();
        this.delivered = before.delivered();
        this.startedAtMillis = before.startedAtMillis();
        this.completedAtMillis = before.completedAtMillis();
        this.deadlineMillis = before.deadlineMillis();
        this.cancelReason = before.cancelReason();
        this.result = before.result();
        this.error = before.error();
        this.failure = before.failure();
        this.executionMillis = before.executionMillis();
        this.usage = before.usage();
    }

    /** The after-image. */
    Command image() {
        return new Command(
                before.id(),
                before.agentId(),
                before.origin(),
                before.originId(),
                before.text(),
                before.parameters(),
                status,
                delivered,
                before.timeoutMillis(),
                before.queuedAtMillis(),
                startedAtMillis,
                completedAtMillis,
                deadlineMillis,
                cancelReason,
                result,
                error,
                failure,
                executionMillis,
                usage,
                before.cause());
    }
}
