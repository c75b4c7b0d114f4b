package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A piece of work, from its acceptance to its one terminal status.
 *
 * @param id its id
 * @param title in a few words
 * @param description in more
 * @param assignedAgent who has it
 * @param status where it is in its life
 * @param createdAt when it was accepted
 * @param startedAt when an agent took it
 * @param completedAt when it ended
 * @param progress from 0 to 1
 * @param result what came of it, any JSON value
 * @param error why it failed
 * @param metadata what its creator noted
 * @param priority the higher the sooner
 * @param dependsOn tasks that must be completed first
 * @param requiredCapabilities what its agent must be able to do
 * @param timeoutMillis milliseconds for an attempt
 * @param retry how often it is tried
 * @param attempts how often it was
 * @param blockedReason why it waits
 */
public record Task(
        String id,
        String title,
        String description,
        Optional<String> assignedAgent,
        TaskStatus status,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        double progress,
        Optional<Object> result,
        Optional<String> error,
        JsonObject metadata,
        long priority,
        List<String> dependsOn,
        List<String> requiredCapabilities,
        Optional<Long> timeoutMillis,
        Optional<Retry> retry,
        long attempts,
        Optional<String> blockedReason) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Task of(JsonObject object) {
        return new Task(
                object.text("id"),
                object.text("title"),
                object.text("description"),
                object.optionalText("assigned_agent"),
                TaskStatus.of(object.text("status")),
                Times.read(object.text("created_at")),
                object.optionalText("started_at").map(Times::read),
                object.optionalText("completed_at").map(Times::read),
                object.optionalDecimal("progress").orElse(0.0),
                object.value("result"),
                object.optionalText("error"),
                object.optionalObject("metadata").orElse(JsonObject.EMPTY),
                object.optionalWhole("priority").orElse(0L),
                object.texts("depends_on"),
                object.texts("required_capabilities"),
                object.optionalWhole("timeout_ms"),
                object.optionalObject("retry").map(Retry::of),
                object.optionalWhole("attempts").orElse(0L),
                object.optionalText("blocked_reason"));
    }
}
