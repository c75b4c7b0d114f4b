package io.agentbridge.engine.model;

/** What a complete piece of an agent's output is. */
public enum ProgressKind {
    TEXT,
    THINKING,
    TOOL_USE,
    TOOL_RESULT,
    STATUS
}
