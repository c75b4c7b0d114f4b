package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** Unknown agent in an assignment, or unknown task. */
public final class TaskException extends RequestException {
    /** As the server said it. */
    public TaskException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
