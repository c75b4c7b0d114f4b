package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;
import java.time.Duration;

/** Too many requests of this client. */
public final class RateLimitedException extends RequestException {
    /** As the server said it. */
    public RateLimitedException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }

    /** When to try again. */
    public Duration retryAfter() {
        return Duration.ofMillis(metadata().optionalWhole("retry_after_ms").orElse(0L));
    }
}
