package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A permission that an agent asks for.
 *
 * @param id its id
 * @param agentId who asks
 * @param toolName for which tool
 * @param input with what input, any JSON value
 * @param requestedAt when
 * @param commandId in which command
 * @param description for people
 * @param suggestions rules that the agent suggests
 * @param expiresAt when it expires
 * @param outcome empty or pending while it is open
 * @param resolvedBy who decided
 */
public record Approval(
        String id,
        String agentId,
        String toolName,
        Optional<Object> input,
        Instant requestedAt,
        Optional<String> commandId,
        Optional<String> description,
        List<Object> suggestions,
        Optional<Instant> expiresAt,
        Optional<ApprovalOutcome> outcome,
        Optional<String> resolvedBy) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Approval of(JsonObject object) {
        return new Approval(
                object.text("id"),
                object.text("agent_id"),
                object.text("tool_name"),
                object.value("input"),
                Times.read(object.text("requested_at")),
                object.optionalText("command_id"),
                object.optionalText("description"),
                object.list("suggestions"),
                object.optionalText("expires_at").map(Times::read),
                object.optionalText("outcome").map(ApprovalOutcome::of),
                object.optionalText("resolved_by"));
    }
}
