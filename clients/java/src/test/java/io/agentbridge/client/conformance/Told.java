package io.agentbridge.client.conformance;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.AgentException;
import io.agentbridge.client.error.CommandException;
import io.agentbridge.client.error.ConflictException;
import io.agentbridge.client.error.ForbiddenException;
import io.agentbridge.client.error.JsonErrorException;
import io.agentbridge.client.error.MessageTooLargeException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.NotRetainedException;
import io.agentbridge.client.error.OutcomeUnknownException;
import io.agentbridge.client.error.OverloadedException;
import io.agentbridge.client.error.ProcessingException;
import io.agentbridge.client.error.RateLimitedException;
import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.error.RequestTimeoutException;
import io.agentbridge.client.error.SystemStatusException;
import io.agentbridge.client.error.TaskException;
import io.agentbridge.client.error.TooManyRequestsException;
import io.agentbridge.client.error.TooOldException;
import io.agentbridge.client.error.UnauthorizedException;
import io.agentbridge.client.error.ValidationException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.Approval;
import io.agentbridge.client.model.CommandResult;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Progress;
import io.agentbridge.client.model.State;
import io.agentbridge.client.model.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the client gave its user, as JSON. */
final class Told {
    private static final Map<Class<?>, String> KINDS = Map.ofEntries(
            Map.entry(NotConnectedException.class, "not_connected"),
            Map.entry(RequestTimeoutException.class, "request_timeout"),
            Map.entry(OutcomeUnknownException.class, "outcome_unknown"),
            Map.entry(TooManyRequestsException.class, "too_many_requests"),
            Map.entry(MessageTooLargeException.class, "message_too_large"),
            Map.entry(RequestException.class, "request_error"),
            Map.entry(ValidationException.class, "validation_error"),
            Map.entry(JsonErrorException.class, "json_error"),
            Map.entry(ProcessingException.class, "processing_error"),
            Map.entry(AgentException.class, "agent_error"),
            Map.entry(CommandException.class, "command_error"),
            Map.entry(TaskException.class, "task_error"),
            Map.entry(SystemStatusException.class, "system_error"),
            Map.entry(RateLimitedException.class, "rate_limited"),
            Map.entry(OverloadedException.class, "overloaded"),
            Map.entry(UnauthorizedException.class, "unauthorized"),
            Map.entry(ForbiddenException.class, "forbidden"),
            Map.entry(ConflictException.class, "conflict"),
            Map.entry(TooOldException.class, "too_old"),
            Map.entry(NotRetainedException.class, "not_retained"));

    private Told() {}

    static JsonObject failure(Throwable thrown) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (!(error instanceof AgentBridgeException)) {
            return JsonObject.EMPTY.with("kind", "unexpected").with("message", error.toString());
        }
        Class<?> kind = error.getClass();
        JsonObject told = JsonObject.EMPTY
                .with("kind", KINDS.getOrDefault(kind, kind.getSimpleName()))
                .with("message", String.valueOf(error.getMessage()));
        return error instanceof RequestException refused ? refusal(told, refused) : told;
    }

    private static JsonObject refusal(JsonObject told, RequestException refused) {
        JsonObject more = told.with("status", refused.status())
                .with("agent_id", refused.agentId())
                .with("metadata", refused.metadata());
        return switch (refused) {
            case OverloadedException overloaded ->
                more.with("retry_after_ms", overloaded.retryAfter().toMillis());
            case RateLimitedException limited ->
                more.with("retry_after_ms", limited.retryAfter().toMillis());
            case NotRetainedException gone -> more.with("oldest", gone.oldest());
            default -> more;
        };
    }

    /** With the objects that the client made of its payload, where it makes one. */
    static JsonObject event(Event event) {
        JsonObject payload = event.payload()
                .with("agent", event.agent().map(Told::agent))
                .with("task", event.task().map(Told::task))
                .with("approval", event.approval().map(Told::approval));
        return JsonObject.EMPTY
                .with("type", event.type())
                .with("sequence", event.sequence())
                .with("more", event.more())
                .with("payload", event.state().map(Told::state).orElse(payload));
    }

    static JsonObject agent(Agent agent) {
        return JsonObject.EMPTY
                .with("id", agent.id())
                .with("type", word(agent.type()))
                .with("status", word(agent.status()))
                .with("name", agent.name())
                .with("model", agent.model())
                .with("capabilities", agent.capabilities());
    }

    static JsonObject task(Task task) {
        return JsonObject.EMPTY
                .with("id", task.id())
                .with("title", task.title())
                .with("status", word(task.status()))
                .with("assigned_agent", (@Nullable Object) task.assignedAgent().orElse(null))
                .with("priority", task.priority())
                .with("result", task.result());
    }

    static JsonObject approval(Approval approval) {
        return JsonObject.EMPTY
                .with("id", approval.id())
                .with("agent_id", approval.agentId())
                .with("tool_name", approval.toolName())
                .with("outcome", approval.outcome().map(Told::word));
    }

    static JsonObject result(CommandResult result) {
        return JsonObject.EMPTY.with("result", result.result()).with("command_id", result.commandId());
    }

    static JsonObject progress(Progress piece) {
        return JsonObject.EMPTY
                .with("status", piece.status())
                .with("kind", piece.kind().map(Told::word))
                .with("delta", piece.delta())
                .with("content", piece.content());
    }

    static JsonObject position(Position position) {
        return JsonObject.EMPTY.with("epoch", position.epoch()).with("sequence", position.sequence());
    }

    static JsonObject state(State state) {
        return JsonObject.EMPTY
                .with("sequence", state.sequence())
                .with("agents", all(state.agents(), Told::agent))
                .with("tasks", all(state.tasks(), Told::task))
                .with("commands", all(state.commands(), command -> JsonObject.EMPTY
                        .with("id", command.id())
                        .with("agent_id", command.agentId())
                        .with("status", word(command.status()))))
                .with("approvals", all(state.approvals(), Told::approval));
    }

    private static <T> List<JsonObject> all(List<T> items, Function<T, JsonObject> told) {
        return items.stream().map(told).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
