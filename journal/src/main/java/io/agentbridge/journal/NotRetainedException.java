package io.agentbridge.journal;

import java.io.IOException;

/** The events that were asked for have been deleted by the retention policy. */
public final class NotRetainedException extends IOException {
    private static final long serialVersionUID = 1;

    private final long oldest;

    /** @param sequence what was asked for, and {@code oldest} the oldest that there is */
    public NotRetainedException(long sequence, long oldest) {
        super("Sequence " + sequence + " is no longer retained; the journal begins at sequence " + oldest);
        this.oldest = oldest;
    }

    /** The sequence of the oldest event that is retained. */
    public long oldest() {
        return oldest;
    }
}
