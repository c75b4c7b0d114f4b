package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task, as an object. */
final class TaskCodec {
    static final EnumCodes<TaskStatus> STATUSES = EnumCodes.of(TaskStatus.values());

    private TaskCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Task task) {
        out.begin(field);
        members(out, task);
        out.end();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Task task) {
        out.text(Field.ID, task.id());
        out.optionalText(Field.TITLE, task.title());
        BodyCodec.encode(out, Field.DESCRIPTION, task.description());
        BodyCodec.encode(out, Field.METADATA, task.metadata());
        BodyCodec.encode(out, Field.EXTRA, task.extra());
        out.optionalText(Field.REQUESTED_AGENT, task.requestedAgent());
        out.optionalText(Field.ASSIGNED_AGENT, task.assignedAgent());
        out.name(Field.STATUS, STATUSES, task.status());
        out.optionalNumber(Field.PRIORITY, task.priority());
        out.optionalTexts(Field.DEPENDS_ON, task.dependsOn());
        out.optionalTexts(Field.REQUIRED_CAPABILITIES, task.requiredCapabilities());
        out.optionalNumber(Field.TIMEOUT_MILLIS, task.timeoutMillis());
        RetryCodec.encode(out, Field.RETRY, task.retry());
        out.optionalNumber(Field.ATTEMPTS, task.attempts());
        out.optionalNumber(Field.NOT_BEFORE_MILLIS, task.notBeforeMillis());
        out.optionalText(Field.COMMAND_ID, task.commandId());
        out.optionalText(Field.BLOCKED_REASON, task.blockedReason());
        out.optionalNumber(Field.CREATED_AT_MILLIS, task.createdAtMillis());
        out.optionalNumber(Field.STARTED_AT_MILLIS, task.startedAtMillis());
        out.optionalNumber(Field.COMPLETED_AT_MILLIS, task.completedAtMillis());
        out.optionalFraction(Field.PROGRESS, task.progress());
        BodyCodec.encode(out, Field.RESULT, task.result());
        BodyCodec.encode(out, Field.ERROR, task.error());
        CauseCodec.encode(out, Field.CAUSE, task.cause());
    }

    static Task decode(ObjectReader in) {
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
            switch (in.field()) {
                case ID -> id = in.text();
                case TITLE -> title = in.text();
                case DESCRIPTION -> description = BodyCodec.decode(in);
                case METADATA -> metadata = BodyCodec.decode(in);
                case EXTRA -> extra = BodyCodec.decode(in);
                case REQUESTED_AGENT -> requestedAgent = in.text();
                case ASSIGNED_AGENT -> assignedAgent = in.text();
                case STATUS -> status = in.name(STATUSES);
                case PRIORITY -> priority = in.integer();
                case DEPENDS_ON -> dependsOn = in.texts();
                case REQUIRED_CAPABILITIES -> requiredCapabilities = in.texts();
                case TIMEOUT_MILLIS -> timeoutMillis = in.number();
                case RETRY -> retry = RetryCodec.decode(in);
                case ATTEMPTS -> attempts = in.integer();
                case NOT_BEFORE_MILLIS -> notBeforeMillis = in.number();
                case COMMAND_ID -> commandId = in.text();
                case BLOCKED_REASON -> blockedReason = in.text();
                case CREATED_AT_MILLIS -> createdAtMillis = in.number();
                case STARTED_AT_MILLIS -> startedAtMillis = in.number();
                case COMPLETED_AT_MILLIS -> completedAtMillis = in.number();
                case PROGRESS -> progress = in.fraction();
                case RESULT -> result = BodyCodec.decode(in);
                case ERROR -> error = BodyCodec.decode(in);
                case CAUSE -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Task(
                in.require(Field.ID, id),
                title,
                description,
                metadata,
                extra,
                requestedAgent,
                assignedAgent,
                in.require(Field.STATUS, status),
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
