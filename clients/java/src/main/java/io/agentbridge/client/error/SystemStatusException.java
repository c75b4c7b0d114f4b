package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** The status could not be made. */
public final class SystemStatusException extends RequestException {
    /** As the server said it. */
    public SystemStatusException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
