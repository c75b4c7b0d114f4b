package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** A request was sent again so late that the server cannot tell any more whether it was carried out. */
public final class TooOldException extends RequestException {
    /** As the server said it. */
    public TooOldException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
