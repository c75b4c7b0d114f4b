package io.agentbridge.client.model;

/** How an agent is ended. */
public enum StopMode {
    /** After what it works on. */
    GRACEFUL,

    /** At once. */
    KILL;

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
