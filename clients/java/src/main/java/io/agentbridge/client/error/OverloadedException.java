package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;
import java.time.Duration;

/** The server has no room at the moment. */
public final class OverloadedException extends RequestException {
    /** As the server said it. */
    public OverloadedException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }

    /** When to try again. */
    public Duration retryAfter() {
        return Duration.ofMillis(metadata().optionalWhole("retry_after_ms").orElse(0L));
    }
}
