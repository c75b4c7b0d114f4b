package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task, as an object. */
final class TaskCodec {
    static final EnumNames<TaskStatus> STATUSES = EnumNames.of(TaskStatus.values());

    private TaskCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Task task) {
        out.member(member);
        encode(out, task);
    }

    static void encode(ObjectWriter out, Task task) {
        out.begin();
        out.text("id", task.id());
        out.optionalText("title", task.title());
        BodyCodec.encode(out, "description", task.description());
        BodyCodec.encode(out, "metadata", task.metadata());
        BodyCodec.encode(out, "extra", task.extra());
        out.optionalText("requested_agent", task.requestedAgent());
        out.optionalText("assigned_agent", task.assignedAgent());
        out.name("status", STATUSES, task.status());
        out.optionalNumber("priority", task.priority());
        out.optionalTexts("depends_on", task.dependsOn());
        out.optionalTexts("required_capabilities", task.requiredCapabilities());
        out.optionalNumber("timeout_millis", task.timeoutMillis());
        RetryCodec.encode(out, "retry", task.retry());
        out.optionalNumber("attempts", task.attempts());
        out.optionalNumber("not_before_millis", task.notBeforeMillis());
        out.optionalText("command_id", task.commandId());
        out.optionalText("blocked_reason", task.blockedReason());
        out.optionalNumber("created_at_millis", task.createdAtMillis());
        out.optionalNumber("started_at_millis", task.startedAtMillis());
        out.optionalNumber("completed_at_millis", task.completedAtMillis());
        out.optionalFraction("progress", task.progress());
        BodyCodec.encode(out, "result", task.result());
        BodyCodec.encode(out, "error", task.error());
        CauseCodec.encode(out, "cause", task.cause());
        out.end();
    }

    static Task decode(ObjectReader in) throws IOException {
        @Nullable String id = null;
        String title = "";
        Body description = Body.none();
        Body metadata = Body.none();
        Body extra = Body.none();
        String requestedAgent = "";
        String assignedAgent = "";
        @Nullable TaskStatus status = null;
        int priority = 0;
        List<String> dependsOn = List.of();
        List<String> requiredCapabilities = List.of();
        long timeoutMillis = 0;
        Retry retry = Retry.NONE;
        int attempts = 0;
        long notBeforeMillis = 0;
        String commandId = "";
        String blockedReason = "";
        long createdAtMillis = 0;
        long startedAtMillis = 0;
        long completedAtMillis = 0;
        double progress = 0;
        Body result = Body.none();
        Body error = Body.none();
        Cause cause = Cause.NONE;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "id" -> id = in.text();
                case "title" -> title = in.text();
                case "description" -> description = BodyCodec.decode(in);
                case "metadata" -> metadata = BodyCodec.decode(in);
                case "extra" -> extra = BodyCodec.decode(in);
                case "requested_agent" -> requestedAgent = in.text();
                case "assigned_agent" -> assignedAgent = in.text();
                case "status" -> status = in.name(STATUSES);
                case "priority" -> priority = in.integer();
                case "depends_on" -> dependsOn = in.texts();
                case "required_capabilities" -> requiredCapabilities = in.texts();
                case "timeout_millis" -> timeoutMillis = in.number();
                case "retry" -> retry = RetryCodec.decode(in);
                case "attempts" -> attempts = in.integer();
                case "not_before_millis" -> notBeforeMillis = in.number();
                case "command_id" -> commandId = in.text();
                case "blocked_reason" -> blockedReason = in.text();
                case "created_at_millis" -> createdAtMillis = in.number();
                case "started_at_millis" -> startedAtMillis = in.number();
                case "completed_at_millis" -> completedAtMillis = in.number();
                case "progress" -> progress = in.fraction();
                case "result" -> result = BodyCodec.decode(in);
                case "error" -> error = BodyCodec.decode(in);
                case "cause" -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Task(
                in.require("id", id),
                title,
                description,
                metadata,
                extra,
                requestedAgent,
                assignedAgent,
                in.require("status", status),
                priority,
                dependsOn,
                requiredCapabilities,
                timeoutMillis,
                retry,
                attempts,
                notBeforeMillis,
                commandId,
                blockedReason,
                createdAtMillis,
                startedAtMillis,
                completedAtMillis,
                progress,
                result,
                error,
                cause);
    }
}
