package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The counters of the server.
 *
 * @param agents by status and type
 * @param tasks by status
 * @param statistics since its start
 * @param connections its clients
 * @param running always true
 * @param timestamp when it counted
 * @param ring how many requests wait, where the server tells
 * @param journal how much is written down, where the server tells
 */
public record SystemStatus(
        JsonObject agents,
        JsonObject tasks,
        JsonObject statistics,
        JsonObject connections,
        boolean running,
        Instant timestamp,
        Optional<JsonObject> ring,
        Optional<JsonObject> journal) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static SystemStatus of(JsonObject object) {
        return new SystemStatus(
                object.object("agents"),
                object.object("tasks"),
                object.object("statistics"),
                object.object("connections"),
                object.isTrue("running"),
                Times.read(object.text("timestamp")),
                object.optionalObject("ring"),
                object.optionalObject("journal"));
    }
}
