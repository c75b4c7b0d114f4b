package io.agentbridge.client.model;

/** Where an agent is in its life. */
public enum AgentStatus {
    /** It starts. */
    INITIALIZING,

    /** It has nothing to do. */
    IDLE,

    /** It works on a command. */
    BUSY,

    /** It died. */
    ERROR,

    /** It is being ended. */
    STOPPING,

    /** It has ended. */
    STOPPED,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static AgentStatus of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
