package io.agentbridge.gateway.replay;

import java.io.IOException;

/** The records of a journal do not lead to the states that they say; the message names the record. */
public final class ReplayException extends IOException {
    private static final long serialVersionUID = 1;

    public ReplayException(String message) {
        super(message);
    }

    public ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
