package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;

/**
 * How the answer to a request names it.
 *
 * @param requestId the request's message id
 * @param correlationId the request's correlation id, or empty
 * @param dialect the shape in which the answer is expected
 */
public record Correlation(String requestId, String correlationId, Dialect dialect) {
    /** The correlation of an answer to the request that {@code cause} is. */
    public static Correlation of(Cause cause) {
        return new Correlation(cause.requestId(), cause.correlationId(), cause.dialect());
    }

    /** What the answer bears as its correlation id: the request's own, else its message id; empty for null. */
    public String answerId() {
        return correlationId.isEmpty() ? requestId : correlationId;
    }
}
