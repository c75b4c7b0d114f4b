package io.agentbridge.engine.model;

/** The classes of error that a client can be told; the wire's names are the lower-case ones. */
public enum ErrorType {
    VALIDATION_ERROR,
    JSON_ERROR,
    PROCESSING_ERROR,
    AGENT_ERROR,
    COMMAND_ERROR,
    TASK_ERROR,
    SYSTEM_ERROR,
    RATE_LIMITED,
    OVERLOADED,
    UNAUTHORIZED,
    FORBIDDEN,
    CONFLICT,
    TOO_OLD,
    NOT_RETAINED
}
