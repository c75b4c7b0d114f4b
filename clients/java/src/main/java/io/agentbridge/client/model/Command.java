package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A prompt for an agent, from its acceptance to its one terminal status.
 *
 * @param id its id
 * @param agentId whose it is
 * @param command the prompt
 * @param status where it is in its life
 * @param queuedAt when it was accepted
 * @param parameters what follows the prompt
 * @param clientId who gave it
 * @param requestId with which request
 * @param startedAt when the agent took it
 * @param completedAt when it ended
 * @param result the answer
 * @param error why there is none
 * @param errorType of which kind that is
 * @param executionTime seconds
 * @param usage what it used
 */
public record Command(
        String id,
        String agentId,
        String command,
        CommandStatus status,
        Instant queuedAt,
        Optional<JsonObject> parameters,
        Optional<String> clientId,
        Optional<String> requestId,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        Optional<String> result,
        Optional<String> error,
        Optional<String> errorType,
        Optional<Double> executionTime,
        Optional<Usage> usage) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Command of(JsonObject object) {
        return new Command(
                object.text("id"),
                object.text("agent_id"),
                object.text("command"),
                CommandStatus.of(object.text("status")),
                Times.read(object.text("queued_at")),
                object.optionalObject("parameters"),
                object.optionalText("client_id"),
                object.optionalText("request_id"),
                object.optionalText("started_at").map(Times::read),
                object.optionalText("completed_at").map(Times::read),
                object.optionalText("result"),
                object.optionalText("error"),
                object.optionalText("error_type"),
                object.optionalDecimal("execution_time"),
                object.optionalObject("usage").map(Usage::of));
    }
}
