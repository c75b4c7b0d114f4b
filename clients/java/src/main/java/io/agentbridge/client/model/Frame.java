package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of the server.
 *
 * @param id its id
 * @param type such as agent:status
 * @param timestamp when
 * @param payload what it says
 * @param source who says it
 * @param target to whom
 * @param correlationId which request it answers
 * @param sequence the event that it belongs to; empty for what is no event
 * @param more whether another frame of the same event follows
 * @param cause what led to it
 */
public record Frame(
        String id,
        String type,
        Instant timestamp,
        JsonObject payload,
        Optional<String> source,
        Optional<String> target,
        Optional<String> correlationId,
        Optional<Long> sequence,
        boolean more,
        Optional<Cause> cause) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Frame of(JsonObject object) {
        return new Frame(
                object.text("id"),
                object.text("type"),
                Times.read(object.text("timestamp")),
                object.object("payload"),
                object.optionalText("source"),
                object.optionalText("target"),
                object.optionalText("correlation_id"),
                object.optionalWhole("sequence"),
                object.isTrue("more"),
                object.optionalObject("cause").map(Cause::of));
    }

    /** Reads a message. @throws io.agentbridge.client.json.JsonException if the text is none */
    public static Frame parse(String text) {
        return of(JsonObject.parse(text));
    }

    /** Whether it is an error. */
    public boolean isError() {
        return type.endsWith(":error");
    }
}
