package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** The server does not know who asks: a token is missing or wrong. */
public final class UnauthorizedException extends RequestException {
    /** As the server said it. */
    public UnauthorizedException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
