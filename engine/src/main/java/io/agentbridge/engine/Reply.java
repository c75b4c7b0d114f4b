package io.agentbridge.engine;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ErrorType;

/** What a request that made no event is answered with. */
public sealed interface Reply {
    /** The request was answered by its events, or the input was no request. */
    record None() implements Reply {
        private static final None INSTANCE = new None();
    }

    /** Nothing to say beyond the events. */
    static Reply none() {
        return None.INSTANCE;
    }

    /** It cannot be done; nothing changed, and nothing is remembered of it. {@code agentId} is the agent meant, or empty. */
    record Refused(Cause cause, ErrorType type, String message, String agentId, long retryAfterMillis)
            implements Reply {}

    /** It was answered before, by the event at {@code sequence}; that answer goes out again under the new correlation id. */
    record Repeated(Cause cause, long sequence) implements Reply {}

    /** It is pending under {@code (principal, requestId)}; this sender waits with the first one. */
    record Joined(Cause cause) implements Reply {}
}
