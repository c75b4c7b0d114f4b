package io.agentbridge.engine.model;

/** How a permission request of an agent ended, or that it is still open. */
public enum ApprovalOutcome {
    PENDING,
    ALLOWED,
    DENIED,
    /** Nobody answered before the deadline; not a user's "no". */
    EXPIRED,
    /** The agent withdrew the request, or its command ended. */
    CANCELLED
}
