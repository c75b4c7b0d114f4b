package io.agentbridge.client.error;

/** The server cannot be reached, or the client was closed. */
public final class NotConnectedException extends AgentBridgeException {
    /** With what happened. */
    public NotConnectedException(String message) {
        super(message);
    }

    /** With what happened and what led to it. */
    public NotConnectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
