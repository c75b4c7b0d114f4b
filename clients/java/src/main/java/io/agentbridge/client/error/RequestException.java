package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** The server refused a request, or it failed. An error type that this version does not know is a plain one of these. */
public sealed class RequestException extends AgentBridgeException
        permits ValidationException,
                JsonErrorException,
                ProcessingException,
                AgentException,
                CommandException,
                TaskException,
                SystemStatusException,
                RateLimitedException,
                OverloadedException,
                UnauthorizedException,
                ForbiddenException,
                ConflictException,
                TooOldException,
                NotRetainedException {
    private static final Duration REST = Duration.ofSeconds(1);

    private final String errorType;
    private final transient JsonObject payload;

    RequestException(String errorType, String message, JsonObject payload) {
        super(message);
        this.errorType = errorType;
        this.payload = payload;
    }

    /** The exception for the payload of an error. */
    public static RequestException of(JsonObject payload) {
        String type = payload.optionalText("error_type").orElse("unknown");
        String message = payload.optionalText("error_message").orElse(type);
        return switch (type) {
            case "validation_error" -> new ValidationException(type, message, payload);
            case "json_error" -> new JsonErrorException(type, message, payload);
            case "processing_error" -> new ProcessingException(type, message, payload);
            case "agent_error" -> new AgentException(type, message, payload);
            case "command_error" -> new CommandException(type, message, payload);
            case "task_error" -> new TaskException(type, message, payload);
            case "system_error" -> new SystemStatusException(type, message, payload);
            case "rate_limited" -> new RateLimitedException(type, message, payload);
            case "overloaded" -> new OverloadedException(type, message, payload);
            case "unauthorized" -> new UnauthorizedException(type, message, payload);
            case "forbidden" -> new ForbiddenException(type, message, payload);
            case "conflict" -> new ConflictException(type, message, payload);
            case "too_old" -> new TooOldException(type, message, payload);
            case "not_retained" -> new NotRetainedException(type, message, payload);
            default -> new RequestException(type, message, payload);
        };
    }

    /** The server's word for what went wrong. */
    public String errorType() {
        return errorType;
    }

    /** What the server adds. */
    public JsonObject metadata() {
        return payload.optionalObject("metadata").orElse(JsonObject.EMPTY);
    }

    /** How long to wait before the same is asked again: what the server said, a second where it said nothing. */
    public Duration rest() {
        return metadata()
                .optionalWhole("retry_after_ms")
                .map(Duration::ofMillis)
                .filter(Duration::isPositive)
                .orElse(REST);
    }

    /** The agent that it is about. */
    public Optional<String> agentId() {
        return payload.optionalText("agent_id");
    }

    /** The command that it is about. */
    public Optional<String> commandId() {
        return payload.optionalText("command_id");
    }

    /** How a command ended: failed, cancelled or unknown; empty if it was never accepted. */
    public Optional<String> status() {
        return payload.optionalText("status");
    }
}
