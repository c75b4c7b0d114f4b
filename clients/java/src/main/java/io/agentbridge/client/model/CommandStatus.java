package io.agentbridge.client.model;

/** Where a command is in its life. */
public enum CommandStatus {
    /** It waits for its agent. */
    QUEUED,

    /** Its agent works on it. */
    EXECUTING,

    /** Its agent waits for a permission. */
    WAITING_APPROVAL,

    /** It was answered. */
    COMPLETED,

    /** It ended without an answer. */
    FAILED,

    /** It was withdrawn. */
    CANCELLED,

    /** A crash left it where nobody can tell whether the agent took the prompt. */
    UNKNOWN,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static CommandStatus of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
