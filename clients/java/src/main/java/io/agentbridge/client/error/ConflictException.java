package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** An id was used again with other content, or the object is in no state that allows this. */
public final class ConflictException extends RequestException {
    /** As the server said it. */
    public ConflictException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
