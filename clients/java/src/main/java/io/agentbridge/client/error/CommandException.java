package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;

/** A command ended without a result; {@link #status} says how. */
public final class CommandException extends RequestException {
    /** As the server said it. */
    public CommandException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }
}
