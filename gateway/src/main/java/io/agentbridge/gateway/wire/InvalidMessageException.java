package io.agentbridge.gateway.wire;

/** A message is JSON, but not one that the protocol knows. An ordinary case, so it has no stack trace. */
final class InvalidMessageException extends Exception {
    private final String reason;

    InvalidMessageException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What is wrong, for the client. */
    String reason() {
        return reason;
    }
}
