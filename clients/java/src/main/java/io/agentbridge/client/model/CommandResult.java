package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.util.Optional;

/**
 * What an agent answered.
 *
 * @param agentId who
 * @param result the answer
 * @param executionTime seconds
 * @param commandId the command
 * @param usage what it used
 */
public record CommandResult(
        String agentId, String result, double executionTime, Optional<String> commandId, Optional<Usage> usage) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static CommandResult of(JsonObject object) {
        return new CommandResult(
                object.text("agent_id"),
                object.text("result"),
                object.decimal("execution_time"),
                object.optionalText("command_id"),
                object.optionalObject("usage").map(Usage::of));
    }
}
