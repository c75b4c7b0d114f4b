package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** A message to the server. Its id is a UUID, so the server carries it out once, however often it is sent. */
record Request(String id, String type, JsonObject payload) {
    static Request of(String type, JsonObject payload) {
        return new Request(UUID.randomUUID().toString(), type, payload);
    }

    /** Its text. {@code firstSentAt} is for a message that is sent again: the newest sequence known at its first sending. */
    String encode(Optional<Long> firstSentAt) {
        return JsonObject.EMPTY
                .with("id", id)
                .with("type", type)
                .with("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .with("payload", payload)
                .with("correlation_id", id)
                .with("first_sent_at", firstSentAt)
                .toString();
    }

    /** The bytes that it takes at most. */
    int maxBytes() {
        return encode(Optional.of(Long.MAX_VALUE)).getBytes(StandardCharsets.UTF_8).length;
    }
}
