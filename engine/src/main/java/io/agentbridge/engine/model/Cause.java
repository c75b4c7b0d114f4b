package io.agentbridge.engine.model;

/**
 * Who asked for what led to an event.
 *
 * @param principal the authenticated user, never empty for a client's request
 * @param clientId the connection's id, as the acknowledgement named it
 * @param requestId the request's message id
 * @param correlationId the request's correlation id, or empty
 * @param dialect the shape in which the answer is expected
 * @param contentHash hash of the request's type and payload where its id is an idempotency key (a UUID), else 0
 * @param firstSentAt the sequence that the client knew when it first sent the request, or -1
 */
public record Cause(
        String principal,
        String clientId,
        String requestId,
        String correlationId,
        Dialect dialect,
        long contentHash,
        long firstSentAt) {
    /** The cause of what no client asked for. */
    public static final Cause NONE = new Cause("", "", "", "", Dialect.STANDARD, 0, -1);

    /** Whether the request's id makes it idempotent. */
    public boolean isIdempotent() {
        return contentHash != 0;
    }

    /** Whether a client asked. */
    public boolean isRequest() {
        return !requestId.isEmpty();
    }
}
