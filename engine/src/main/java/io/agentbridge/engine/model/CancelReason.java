package io.agentbridge.engine.model;

/** Why a command is being cancelled while it is with its agent. */
public enum CancelReason {
    NONE,
    /** A client asked. */
    REQUEST,
    /** Its deadline passed. */
    TIMEOUT,
    /** Its agent is being stopped. */
    STOP,
    /** Its task was cancelled. */
    TASK
}
