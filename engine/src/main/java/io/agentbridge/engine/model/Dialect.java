package io.agentbridge.engine.model;

/** In which shape a client put its request, and therefore expects the answer. */
public enum Dialect {
    /** The envelope with a type of its own for each request. */
    STANDARD,
    /** {@code command:execute} that carries {@code create_agent}. */
    COMMAND,
    /** No envelope type: {@code {"command", "data", "message_id"}}. */
    LEGACY
}
