package io.agentbridge.client.model;

/** What a piece of progress is. */
public enum ProgressKind {
    /** Text for the reader. */
    TEXT,

    /** What the model thinks. */
    THINKING,

    /** A tool is used. */
    TOOL_USE,

    /** What a tool returned. */
    TOOL_RESULT,

    /** The command changed its status. */
    STATUS,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static ProgressKind of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
