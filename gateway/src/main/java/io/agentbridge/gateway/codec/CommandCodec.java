package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A command, as an object. */
final class CommandCodec {
    static final EnumNames<CommandOrigin> ORIGINS = EnumNames.of(CommandOrigin.values());
    static final EnumNames<CommandStatus> STATUSES = EnumNames.of(CommandStatus.values());
    static final EnumNames<CancelReason> CANCEL_REASONS = EnumNames.of(CancelReason.values());
    static final EnumNames<FailureClass> FAILURES = EnumNames.of(FailureClass.values());

    private CommandCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Command command) {
        out.member(member);
        encode(out, command);
    }

    static void encode(ObjectWriter out, Command command) {
        out.begin();
        out.text("id", command.id());
        out.text("agent_id", command.agentId());
        out.name("origin", ORIGINS, command.origin());
        out.optionalText("origin_id", command.originId());
        BodyCodec.encode(out, "text", command.text());
        BodyCodec.encode(out, "parameters", command.parameters());
        out.name("status", STATUSES, command.status());
        out.optionalFlag("delivered", command.delivered());
        out.optionalNumber("timeout_millis", command.timeoutMillis());
        out.optionalNumber("queued_at_millis", command.queuedAtMillis());
        out.optionalNumber("started_at_millis", command.startedAtMillis());
        out.optionalNumber("completed_at_millis", command.completedAtMillis());
        out.optionalNumber("deadline_millis", command.deadlineMillis());
        out.optionalName("cancel_reason", CANCEL_REASONS, command.cancelReason(), CancelReason.NONE);
        BodyCodec.encode(out, "result", command.result());
        BodyCodec.encode(out, "error", command.error());
        out.optionalName("failure", FAILURES, command.failure(), FailureClass.NONE);
        out.optionalNumber("execution_millis", command.executionMillis());
        UsageCodec.encode(out, "usage", command.usage());
        CauseCodec.encode(out, "cause", command.cause());
        out.end();
    }

    static Command decode(ObjectReader in) throws IOException {
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
            switch (in.name()) {
                case "id" -> id = in.text();
                case "agent_id" -> agentId = in.text();
                case "origin" -> origin = in.name(ORIGINS);
                case "origin_id" -> originId = in.text();
                case "text" -> text = BodyCodec.decode(in);
                case "parameters" -> parameters = BodyCodec.decode(in);
                case "status" -> status = in.name(STATUSES);
                case "delivered" -> delivered = in.flag();
                case "timeout_millis" -> timeoutMillis = in.number();
                case "queued_at_millis" -> queuedAtMillis = in.number();
                case "started_at_millis" -> startedAtMillis = in.number();
                case "completed_at_millis" -> completedAtMillis = in.number();
                case "deadline_millis" -> deadlineMillis = in.number();
                case "cancel_reason" -> cancelReason = in.name(CANCEL_REASONS);
                case "result" -> result = BodyCodec.decode(in);
                case "error" -> error = BodyCodec.decode(in);
                case "failure" -> failure = in.name(FAILURES);
                case "execution_millis" -> executionMillis = in.number();
                case "usage" -> usage = UsageCodec.decode(in);
                case "cause" -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Command(
                in.require("id", id),
                in.require("agent_id", agentId),
                in.require("origin", origin),
                originId,
                text,
                parameters,
                in.require("status", status),
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
