package io.agentbridge.client.model;

/** How far a hand-over is. */
public enum HandoffStage {
    /** It begins. */
    INITIATE,

    /** It is done. */
    COMPLETE;

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
