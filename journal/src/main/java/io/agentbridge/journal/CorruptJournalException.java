package io.agentbridge.journal;

import java.io.IOException;

/** The journal holds something else than what was written to it; the message says where, and what to do. */
public final class CorruptJournalException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptJournalException(String message) {
        super(message);
    }
}
