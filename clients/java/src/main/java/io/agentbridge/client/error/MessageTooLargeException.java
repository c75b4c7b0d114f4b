package io.agentbridge.client.error;

/** A message is larger than its receiver takes. */
public final class MessageTooLargeException extends AgentBridgeException {
    /** With what happened and what to do. */
    public MessageTooLargeException(String message) {
        super(message);
    }
}
