package io.agentbridge.engine;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ErrorType;

/** Recognises a request that was accepted before, so that it has no second effect. */
final class Idempotency {
    private final Step step;

    Idempotency(Step step) {
        this.step = step;
    }

    /** Whether the request is to be decided; else it has been replied to. A refusal is not remembered. */
    boolean admit(Cause cause) {
        if (!cause.isIdempotent()) {
            return true;
        }
        RequestWindow window = step.state().requests();
        int known = window.find(cause);
        if (known == RequestWindow.NOT_FOUND) {
            boolean mayBeForgotten = window.size() >= step.state().settings().idempotencyWindow();
            if (mayBeForgotten && cause.firstSentAt() >= 0 && cause.firstSentAt() < window.oldestAcceptedAt()) {
                step.refuse(
                        cause,
                        ErrorType.TOO_OLD,
                        "The request was first sent before the oldest request that is remembered, so it cannot be told"
                                + " whether it was carried out. Look at the present state, and send it under another id if"
                                + " it is still wanted.",
                        "");
                return false;
            }
            return true;
        }
        if (window.contentHash(known) != cause.contentHash()) {
            step.refuse(
                    cause,
                    ErrorType.CONFLICT,
                    "The message id was used before for a request with other content. Send this one under an id of its own.",
                    "");
        } else if (window.answeredAt(known) == 0) {
            step.reply(new Reply.Joined(cause));
        } else {
            step.reply(new Reply.Repeated(cause, window.answeredAt(known)));
        }
        return false;
    }
}
