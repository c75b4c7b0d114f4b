package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.Optional;

/**
 * The request that led to an event.
 *
 * @param principal who asked
 * @param requestId the message
 * @param correlationId its correlation
 */
public record Cause(String principal, Optional<String> requestId, Optional<String> correlationId) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Cause of(JsonObject object) {
        return new Cause(
                object.optionalText("principal").orElse(""),
                object.optionalText("request_id"),
                object.optionalText("correlation_id"));
    }
}
