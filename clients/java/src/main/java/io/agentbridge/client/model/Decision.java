package io.agentbridge.client.model;

/** An answer to an approval. */
public enum Decision {
    /** This once. */
    ALLOW,

    /** For as long as the agent lives. */
    ALLOW_SESSION,

    /** No. */
    DENY;

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
