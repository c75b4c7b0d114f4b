package io.agentbridge.engine.model;

/** How an agent's process is to be ended. */
public enum StopMode {
    /** Interrupt, close its input, then signal it, each with its grace period. */
    GRACEFUL,
    /** Kill it and its descendants at once. */
    KILL
}
