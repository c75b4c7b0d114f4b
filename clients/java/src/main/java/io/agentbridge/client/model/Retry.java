package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;

/**
 * How often a failed task is tried again.
 *
 * @param maxAttempts attempts in all, from 1
 * @param backoffMillis milliseconds between two
 */
public record Retry(long maxAttempts, long backoffMillis) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Retry of(JsonObject object) {
        return new Retry(
                object.optionalWhole("max_attempts").orElse(0L),
                object.optionalWhole("backoff_ms").orElse(0L));
    }

    /** As the protocol has it. */
    public JsonObject toJson() {
        return JsonObject.EMPTY.with("max_attempts", maxAttempts).with("backoff_ms", backoffMillis);
    }
}
