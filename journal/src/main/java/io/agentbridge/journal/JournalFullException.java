package io.agentbridge.journal;

import java.io.IOException;

/** The free-space reserve is reached; nothing was written, and writing works again once there is space. */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1;

    public JournalFullException(String message) {
        super(message);
    }
}
