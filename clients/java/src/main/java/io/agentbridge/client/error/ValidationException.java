package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** The message is not as the protocol wants it. */
public final class ValidationException extends RequestException {
    /** As the server said it. */
    public ValidationException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
