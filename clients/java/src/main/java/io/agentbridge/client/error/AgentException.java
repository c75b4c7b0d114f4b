package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** An agent could not be created, or died. */
public final class AgentException extends RequestException {
    /** As the server said it. */
    public AgentException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
