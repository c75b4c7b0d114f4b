package io.agentbridge.client.model;

import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A coding agent.
 *
 * @param id its id
 * @param type what it is for
 * @param status where it is in its life
 * @param createdAt when it was created
 * @param lastActivity when it last did something
 * @param model the model it was created with
 * @param currentTask the task in flight
 * @param currentCommand the command in flight
 * @param capabilities what it can do
 * @param metrics its counters
 * @param lastHeartbeat its last sign of life
 * @param name its name for people
 * @param backend what drives it
 * @param sessionId its session in the CLI
 * @param workspace where it works
 * @param pid its process
 * @param host its machine
 * @param queueLength commands that wait behind the one in flight
 * @param usage what it used
 * @param error why it is in error
 * @param metadata what its creator noted
 * @param permissionMode what it may do unasked
 * @param limits what it may use
 */
public record Agent(
        String id,
        AgentType type,
        AgentStatus status,
        Instant createdAt,
        Instant lastActivity,
        String model,
        Optional<String> currentTask,
        Optional<String> currentCommand,
        List<String> capabilities,
        JsonObject metrics,
        Optional<Instant> lastHeartbeat,
        String name,
        String backend,
        Optional<String> sessionId,
        Optional<String> workspace,
        Optional<Long> pid,
        Optional<String> host,
        long queueLength,
        Optional<Usage> usage,
        Optional<String> error,
        Optional<JsonObject> metadata,
        Optional<String> permissionMode,
        Optional<AgentLimits> limits) {
    /** Reads it as the server shows it. @throws io.agentbridge.client.json.JsonException if it is something else */
    public static Agent of(JsonObject object) {
        return new Agent(
                object.text("id"),
                AgentType.of(object.text("type")),
                AgentStatus.of(object.text("status")),
                Times.read(object.text("created_at")),
                Times.read(object.text("last_activity")),
                object.text("model"),
                object.optionalText("current_task"),
                object.optionalText("current_command"),
                object.texts("capabilities"),
                object.optionalObject("metrics").orElse(JsonObject.EMPTY),
                object.optionalText("last_heartbeat").map(Times::read),
                object.optionalText("name").orElse(""),
                object.optionalText("backend").orElse(""),
                object.optionalText("session_id"),
                object.optionalText("workspace"),
                object.optionalWhole("pid"),
                object.optionalText("host"),
                object.optionalWhole("queue_length").orElse(0L),
                object.optionalObject("usage").map(Usage::of),
                object.optionalText("error"),
                object.optionalObject("metadata"),
                object.optionalText("permission_mode"),
                object.optionalObject("limits").map(AgentLimits::of));
    }
}
