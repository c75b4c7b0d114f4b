package io.agentbridge.engine.model;

/** The kinds of message that agents send one another. */
public enum MessageKind {
    MESSAGE,
    COORDINATION,
    HANDOFF
}
