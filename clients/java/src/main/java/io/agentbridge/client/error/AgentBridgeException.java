package io.agentbridge.client.error;

import org.jspecify.annotations.Nullable;

/** Anything that can fail here. */
public sealed class AgentBridgeException extends RuntimeException
        permits NotConnectedException,
                RequestTimeoutException,
                OutcomeUnknownException,
                TooManyRequestsException,
                MessageTooLargeException,
                UnexpectedAnswerException,
                RequestException {
    AgentBridgeException(String message) {
        super(message);
    }

    AgentBridgeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
