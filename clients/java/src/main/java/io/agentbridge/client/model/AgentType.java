package io.agentbridge.client.model;

/** What an agent is for. */
public enum AgentType {
    /** Plans and hands out work. */
    MANAGER,

    /** Does work. */
    WORKER,

    /** Keeps others together. */
    COORDINATOR,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static AgentType of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
