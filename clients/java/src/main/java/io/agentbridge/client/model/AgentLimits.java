package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.Optional;

/**
 * Bounds on what one agent may use; empty is no bound.
 *
 * @param maxTurns turns of a conversation
 * @param maxCostUsd US dollars
 * @param timeoutMillis milliseconds for a command
 */
public record AgentLimits(Optional<Long> maxTurns, Optional<Double> maxCostUsd, Optional<Long> timeoutMillis) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static AgentLimits of(JsonObject object) {
        return new AgentLimits(
                object.optionalWhole("max_turns"),
                object.optionalDecimal("max_cost_usd"),
                object.optionalWhole("timeout_ms"));
    }

    /** Without any bound. */
    public static AgentLimits none() {
        return new AgentLimits(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** As the protocol has it. */
    public JsonObject toJson() {
        return JsonObject.EMPTY
                .with("max_turns", maxTurns)
                .with("max_cost_usd", maxCostUsd)
                .with("timeout_ms", timeoutMillis);
    }
}
