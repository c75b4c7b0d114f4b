package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.AgentLimits;
import io.agentbridge.client.model.AgentType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An agent to be created; what is not said is left to the server. Immutable. */
public final class AgentRequest {
    private final JsonObject payload;
    private final Optional<UUID> id;

    private AgentRequest(JsonObject payload, Optional<UUID> id) {
        this.payload = payload;
        this.id = id;
    }

    /** An agent of that type. */
    public static AgentRequest of(AgentType type) {
        return new AgentRequest(JsonObject.EMPTY.with("agent_type", type.word()), Optional.empty());
    }

    /** An agent that does work. */
    public static AgentRequest worker() {
        return of(AgentType.WORKER);
    }

    /** The model that it thinks with. */
    public AgentRequest model(String model) {
        return with("model", model);
    }

    /** What it can do, for tasks that require it. */
    public AgentRequest capabilities(String... capabilities) {
        return with("capabilities", List.of(capabilities));
    }

    /** Its name for people. */
    public AgentRequest name(String name) {
        return with("name", name);
    }

    /** What drives it, one of the server's backends. */
    public AgentRequest backend(String backend) {
        return with("backend", backend);
    }

    /** Where it works. */
    public AgentRequest workspace(String folder) {
        return with("workspace", folder);
    }

    /** What it may do unasked. */
    public AgentRequest permissionMode(String mode) {
        return with("permission_mode", mode);
    }

    /** What its model is told beyond its own system prompt. */
    public AgentRequest appendSystemPrompt(String text) {
        return with("append_system_prompt", text);
    }

    /** What it may use. */
    public AgentRequest limits(AgentLimits limits) {
        return with("limits", limits.toJson());
    }

    /** What you note about it. */
    public AgentRequest metadata(Map<String, ?> metadata) {
        return with("metadata", metadata);
    }

    /** Under an id of your own, for a request that must not be carried out again after a restart of <em>your</em> program. */
    public AgentRequest requestId(UUID own) {
        return new AgentRequest(payload, Optional.of(own));
    }

    private AgentRequest with(String name, Object value) {
        return new AgentRequest(payload.with(name, value), id);
    }

    JsonObject payload() {
        return payload;
    }

    Optional<UUID> id() {
        return id;
    }
}
