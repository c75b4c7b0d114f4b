package io.agentbridge.client.model;

/** Where a subscription begins. */
public sealed interface Start permits Start.Now, Start.Snapshot, Position {
    /** With whatever happens next. */
    record Now() implements Start {}

    /** With the whole state, then whatever happens next. */
    record Snapshot() implements Start {}

    /** With whatever happens next. */
    static Start now() {
        return new Now();
    }

    /** With the whole state, then whatever happens next. */
    static Start snapshot() {
        return new Snapshot();
    }
}
