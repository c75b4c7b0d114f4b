package io.agentbridge.client.error;

/** More requests wait for an answer than this client keeps. Wait for some before sending more. */
public final class TooManyRequestsException extends AgentBridgeException {
    /** With what happened and what to do. */
    public TooManyRequestsException(String message) {
        super(message);
    }
}
