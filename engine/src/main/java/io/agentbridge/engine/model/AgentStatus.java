package io.agentbridge.engine.model;

/** Where an agent is in its life; {@link #STOPPED} is the end of it. */
public enum AgentStatus {
    /** Its process is to be started, or is starting. */
    INITIALIZING,
    /** Ready, with nothing in flight. */
    IDLE,
    /** One command in flight. */
    BUSY,
    /** Its process is gone and is not started again; it takes no work, and can only be stopped. */
    ERROR,
    /** A stop was accepted and its process is being ended. */
    STOPPING,
    /** Ended for good. */
    STOPPED;

    /** Whether commands may be queued for an agent in this status. */
    public boolean acceptsWork() {
        return this == INITIALIZING || this == IDLE || this == BUSY;
    }
}
