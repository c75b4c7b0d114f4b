package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** The server failed. */
public final class ProcessingException extends RequestException {
    /** As the server said it. */
    public ProcessingException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
