package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** The message is not JSON. */
public final class JsonErrorException extends RequestException {
    /** As the server said it. */
    public JsonErrorException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
