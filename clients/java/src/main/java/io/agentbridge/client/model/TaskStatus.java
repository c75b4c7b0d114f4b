package io.agentbridge.client.model;

/** Where a task is in its life. */
public enum TaskStatus {
    /** It waits. */
    PENDING,

    /** An agent works on it. */
    IN_PROGRESS,

    /** It is done. */
    COMPLETED,

    /** It was tried in vain. */
    FAILED,

    /** It was withdrawn. */
    CANCELLED,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static TaskStatus of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
