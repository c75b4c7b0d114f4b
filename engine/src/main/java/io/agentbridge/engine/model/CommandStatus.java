package io.agentbridge.engine.model;

/** Where a command is in its life. */
public enum CommandStatus {
    QUEUED,
    EXECUTING,
    WAITING_APPROVAL,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** A crash left it open whether the agent consumed the prompt; shown, never guessed. */
    UNKNOWN;

    /** Whether this status is final. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED || this == UNKNOWN;
    }

    /** Whether the prompt is with the agent. */
    public boolean isInFlight() {
        return this == EXECUTING || this == WAITING_APPROVAL;
    }
}
