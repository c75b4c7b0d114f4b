package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A prompt for an agent. Immutable. */
public final class CommandRequest {
    private final JsonObject payload;
    private final Optional<UUID> id;

    private CommandRequest(JsonObject payload, Optional<UUID> id) {
        this.payload = payload;
        this.id = id;
    }

    /** That prompt for that agent. */
    public static CommandRequest of(String agentId, String prompt) {
        return new CommandRequest(JsonObject.EMPTY.with("agent_id", agentId).with("command", prompt), Optional.empty());
    }

    /** What follows the prompt, line by line. */
    public CommandRequest parameters(Map<String, ?> parameters) {
        return with("parameters", parameters);
    }

    /** The server ends it after so long. */
    public CommandRequest timeout(Duration timeout) {
        return with("timeout_ms", timeout.toMillis());
    }

    /** Under an id of your own, for a request that must not be carried out again after a restart of <em>your</em> program. */
    public CommandRequest requestId(UUID own) {
        return new CommandRequest(payload, Optional.of(own));
    }

    private CommandRequest with(String name, Object value) {
        return new CommandRequest(payload.with(name, value), id);
    }

    JsonObject payload() {
        return payload;
    }

    Optional<UUID> id() {
        return id;
    }
}
