package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Usage;
import org.jspecify.annotations.Nullable;

/** A command, as an object. */
final class CommandCodec {
    static final EnumCodes<CommandOrigin> ORIGINS = EnumCodes.of(CommandOrigin.values());
    static final EnumCodes<CommandStatus> STATUSES = EnumCodes.of(CommandStatus.values());
    static final EnumCodes<CancelReason> CANCEL_REASONS = EnumCodes.of(CancelReason.values());
    static final EnumCodes<FailureClass> FAILURES = EnumCodes.of(FailureClass.values());

    private CommandCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Command command) {
        out.begin(field);
        members(out, command);
        out.end();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Command command) {
        out.text(Field.ID, command.id());
        out.text(Field.AGENT_ID, command.agentId());
        out.name(Field.ORIGIN, ORIGINS, command.origin());
        out.optionalText(Field.ORIGIN_ID, command.originId());
        BodyCodec.encode(out, Field.TEXT, command.text());
        BodyCodec.encode(out, Field.PARAMETERS, command.parameters());
        out.name(Field.STATUS, STATUSES, command.status());
        out.optionalFlag(Field.DELIVERED, command.delivered());
        out.optionalNumber(Field.TIMEOUT_MILLIS, command.timeoutMillis());
        out.optionalNumber(Field.QUEUED_AT_MILLIS, command.queuedAtMillis());
        out.optionalNumber(Field.STARTED_AT_MILLIS, command.startedAtMillis());
        out.optionalNumber(Field.COMPLETED_AT_MILLIS, command.completedAtMillis());
        out.optionalNumber(Field.DEADLINE_MILLIS, command.deadlineMillis());
        out.optionalName(Field.CANCEL_REASON, CANCEL_REASONS, command.cancelReason(), CancelReason.NONE);
        BodyCodec.encode(out, Field.RESULT, command.result());
        BodyCodec.encode(out, Field.ERROR, command.error());
        out.optionalName(Field.FAILURE, FAILURES, command.failure(), FailureClass.NONE);
        out.optionalNumber(Field.EXECUTION_MILLIS, command.executionMillis());
        UsageCodec.encode(out, Field.USAGE, command.usage());
        CauseCodec.encode(out, Field.CAUSE, command.cause());
    }

    static Command decode(ObjectReader in) {
        @Nullable String id = null;
        @Nullable String agentId = null;
        @Nullable CommandOrigin origin = null;
        String originId = "";
        Body text = Body.none();
        Body parameters = Body.none();
        @Nullable CommandStatus status = null;
        boolean delivered = false;
        long timeoutMillis = 0;
        long queuedAtMillis = 0;
        long startedAtMillis = 0;
        long completedAtMillis = 0;
        long deadlineMillis = 0;
        CancelReason cancelReason = CancelReason.NONE;
        Body result = Body.none();
        Body error = Body.none();
        FailureClass failure = FailureClass.NONE;
        long executionMillis = 0;
        Usage usage = Usage.NONE;
        Cause cause = Cause.NONE;
        in.begin();
        while (in.next()) {
            switch (in.field()) {
                case ID -> id = in.text();
                case AGENT_ID -> agentId = in.text();
                case ORIGIN -> origin = in.name(ORIGINS);
                case ORIGIN_ID -> originId = in.text();
                case TEXT -> text = BodyCodec.decode(in);
                case PARAMETERS -> parameters = BodyCodec.decode(in);
                case STATUS -> status = in.name(STATUSES);
                case DELIVERED -> delivered = in.flag();
                case TIMEOUT_MILLIS -> timeoutMillis = in.number();
                case QUEUED_AT_MILLIS -> queuedAtMillis = in.number();
                case STARTED_AT_MILLIS -> startedAtMillis = in.number();
                case COMPLETED_AT_MILLIS -> completedAtMillis = in.number();
                case DEADLINE_MILLIS -> deadlineMillis = in.number();
                case CANCEL_REASON -> cancelReason = in.name(CANCEL_REASONS);
                case RESULT -> result = BodyCodec.decode(in);
                case ERROR -> error = BodyCodec.decode(in);
                case FAILURE -> failure = in.name(FAILURES);
                case EXECUTION_MILLIS -> executionMillis = in.number();
                case USAGE -> usage = UsageCodec.decode(in);
                case CAUSE -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Command(
                in.require(Field.ID, id),
                in.require(Field.AGENT_ID, agentId),
                in.require(Field.ORIGIN, origin),
                originId,
                text,
                parameters,
                in.require(Field.STATUS, status),
                delivered,
                timeoutMillis,
                queuedAtMillis,
                startedAtMillis,
                completedAtMillis,
                deadlineMillis,
                cancelReason,
                result,
                error,
                failure,
                executionMillis,
                usage,
                cause);
    }
}
