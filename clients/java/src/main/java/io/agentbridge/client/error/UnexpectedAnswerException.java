package io.agentbridge.client.error;

/** The server answered with something that the protocol does not have. */
public final class UnexpectedAnswerException extends AgentBridgeException {
    /** With what happened and what to do. */
    public UnexpectedAnswerException(String message) {
        super(message);
    }
}
