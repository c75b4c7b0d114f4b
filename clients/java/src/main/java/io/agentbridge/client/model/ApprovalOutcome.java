package io.agentbridge.client.model;

/** What became of an approval. */
public enum ApprovalOutcome {
    /** It is open. */
    PENDING,

    /** Somebody, or a rule, said yes. */
    ALLOWED,

    /** Somebody, or a rule, said no. */
    DENIED,

    /** Nobody answered in time. */
    EXPIRED,

    /** The agent does not need it any more. */
    CANCELLED,

    /** A word that this version of the client does not know. */
    UNRECOGNIZED;

    static ApprovalOutcome of(String word) {
        return Words.find(values(), word, UNRECOGNIZED);
    }

    /** As the protocol has it. */
    public String word() {
        return Words.of(this);
    }
}
