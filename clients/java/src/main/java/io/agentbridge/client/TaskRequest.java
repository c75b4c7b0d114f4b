package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A task to be assigned. Immutable. */
public final class TaskRequest {
    private final JsonObject payload;
    private final Optional<UUID> id;

    private TaskRequest(JsonObject payload, Optional<UUID> id) {
        this.payload = payload;
        this.id = id;
    }

    /** A task of that title, for whichever agent can take it. */
    public static TaskRequest of(String title) {
        return new TaskRequest(JsonObject.EMPTY.with("title", title), Optional.empty());
    }

    /** Its id, if the server is not to choose it. */
    public TaskRequest taskId(String taskId) {
        return with("id", taskId);
    }

    /** What is to be done. */
    public TaskRequest description(String description) {
        return with("description", description);
    }

    /** What you note about it; its agent reads it. */
    public TaskRequest metadata(Map<String, ?> metadata) {
        return with("metadata", metadata);
    }

    /** The higher the sooner. */
    public TaskRequest priority(int priority) {
        return with("priority", priority);
    }

    /** Tasks that must be completed first. */
    public TaskRequest dependsOn(String... taskIds) {
        return with("depends_on", List.of(taskIds));
    }

    /** What its agent must be able to do. */
    public TaskRequest requiredCapabilities(String... capabilities) {
        return with("required_capabilities", List.of(capabilities));
    }

    /** The server ends an attempt after so long. */
    public TaskRequest timeout(Duration timeout) {
        return with("timeout_ms", timeout.toMillis());
    }

    /** How often it is tried. */
    public TaskRequest retry(Retry retry) {
        return with("retry", retry.toJson());
    }

    /** Under an id of your own, for a request that must not be carried out again after a restart of <em>your</em> program. */
    public TaskRequest requestId(UUID own) {
        return new TaskRequest(payload, Optional.of(own));
    }

    private TaskRequest with(String name, Object value) {
        return new TaskRequest(payload.with(name, value), id);
    }

    JsonObject payload() {
        return payload;
    }

    Optional<UUID> id() {
        return id;
    }
}
