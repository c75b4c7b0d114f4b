package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times as they travel. */
final class Times {
    private Times() {}

    static Instant read(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new JsonException("\"" + text + "\" is no time with an offset");
        }
    }
}
