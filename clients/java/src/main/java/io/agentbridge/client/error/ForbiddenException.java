package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** Who asks may not. */
public final class ForbiddenException extends RequestException {
    /** As the server said it. */
    public ForbiddenException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
