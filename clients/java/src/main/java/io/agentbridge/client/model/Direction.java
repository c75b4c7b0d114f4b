package io.agentbridge.client.model;

/** In which order the past is looked through. */
public enum Direction {
    /** From the oldest. */
    FORWARD,

    /** From the newest. */
    BACKWARD;

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
