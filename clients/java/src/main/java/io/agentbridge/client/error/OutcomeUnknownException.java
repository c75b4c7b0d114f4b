package io.agentbridge.client.error;

/** The server came back with another history: nobody can tell whether the request was carried out. Look before you repeat it. */
public final class OutcomeUnknownException extends AgentBridgeException {
    /** With what happened and what to do. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
