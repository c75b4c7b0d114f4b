package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.StopMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's request, as an object. */
final class RequestCodec {
    static final EnumCodes<RequestType> TYPES = EnumCodes.of(RequestType.values());

    private RequestCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Request request) {
        out.name(Field.REQUEST, TYPES, RequestType.of(request));
        CauseCodec.encode(out, Field.CAUSE, request.cause());
        switch (request) {
            case Request.CreateAgent create -> {
                out.name(Field.AGENT_TYPE, AgentCodec.TYPES, create.type());
                out.optionalText(Field.NAME, create.name());
                out.optionalText(Field.BACKEND, create.backend());
                out.optionalText(Field.MODEL, create.model());
                out.optionalTexts(Field.CAPABILITIES, create.capabilities());
                AgentOptionsCodec.encode(out, Field.OPTIONS, create.options());
            }
            case Request.StopAgent stop -> {
                out.text(Field.AGENT_ID, stop.agentId());
                out.optionalName(Field.MODE, AgentCodec.STOP_MODES, stop.mode(), StopMode.GRACEFUL);
                out.optionalText(Field.REASON, stop.reason());
            }
            case Request.ExecuteCommand execute -> {
                out.text(Field.AGENT_ID, execute.agentId());
                BodyCodec.encode(out, Field.TEXT, execute.text());
                BodyCodec.encode(out, Field.PARAMETERS, execute.parameters());
                out.optionalNumber(Field.TIMEOUT_MILLIS, execute.timeoutMillis());
            }
            case Request.CancelCommand cancel -> out.text(Field.COMMAND_ID, cancel.commandId());
            case Request.AssignTask assign -> {
                out.optionalText(Field.TASK_ID, assign.taskId());
                out.optionalText(Field.AGENT_ID, assign.agentId());
                out.optionalText(Field.TITLE, assign.title());
                BodyCodec.encode(out, Field.DESCRIPTION, assign.description());
                BodyCodec.encode(out, Field.METADATA, assign.metadata());
                BodyCodec.encode(out, Field.EXTRA, assign.extra());
                out.optionalNumber(Field.PRIORITY, assign.priority());
                out.optionalTexts(Field.DEPENDS_ON, assign.dependsOn());
                out.optionalTexts(Field.REQUIRED_CAPABILITIES, assign.requiredCapabilities());
                out.optionalNumber(Field.TIMEOUT_MILLIS, assign.timeoutMillis());
                RetryCodec.encode(out, Field.RETRY, assign.retry());
            }
            case Request.CancelTask cancel -> out.text(Field.TASK_ID, cancel.taskId());
            case Request.RelayMessage relay -> {
                out.name(Field.KIND, MessageCodec.KINDS, relay.kind());
                out.optionalText(Field.FROM_AGENT, relay.fromAgent());
                out.text(Field.TO_AGENT, relay.toAgent());
                BodyCodec.encode(out, Field.CONTENT, relay.content());
                out.optionalText(Field.MESSAGE_TYPE, relay.messageType());
                BodyCodec.encode(out, Field.METADATA, relay.metadata());
                BodyCodec.encode(out, Field.DETAILS, relay.details());
            }
            case Request.RespondApproval respond -> {
                out.text(Field.APPROVAL_ID, respond.approvalId());
                out.name(Field.DECISION, ApprovalCodec.DECISIONS, respond.decision());
                BodyCodec.encode(out, Field.MESSAGE, respond.message());
                BodyCodec.encode(out, Field.UPDATED_INPUT, respond.updatedInput());
            }
            case Request.ReportMetric report -> MetricCodec.encode(out, Field.METRIC, report.metric());
        }
    }

    /** Reads what follows the type. */
    static Request decode(RequestType type, ObjectReader in) {
        Members members = new Members();
        while (in.next()) {
            members.read(in);
        }
        return members.request(type, in);
    }

    /** The members of all types; each type uses a few. */
    private static final class Members {
        private Cause cause = Cause.NONE;
        private @Nullable AgentType agentType;
        private String name = "";
        private String backend = "";
        private String model = "";
        private List<String> capabilities = List.of();
        private AgentOptions options = AgentOptions.DEFAULT;
        private @Nullable String agentId;
        private StopMode mode = StopMode.GRACEFUL;
        private String reason = "";
        private Body text = Body.none();
        private Body parameters = Body.none();
        private long timeoutMillis;
        private @Nullable String commandId;
        private @Nullable String taskId;
        private String title = "";
        private Body description = Body.none();
        private Body metadata = Body.none();
        private Body extra = Body.none();
        private int priority;
        private List<String> dependsOn = List.of();
        private List<String> requiredCapabilities = List.of();
        private Retry retry = Retry.NONE;
        private @Nullable MessageKind kind;
        private String fromAgent = "";
        private @Nullable String toAgent;
        private Body content = Body.none();
        private String messageType = "";
        private Body details = Body.none();
        private @Nullable String approvalId;
        private @Nullable ApprovalDecision decision;
        private Body message = Body.none();
        private Body updatedInput = Body.none();
        private @Nullable Metric metric;

        void read(ObjectReader in) {
            switch (in.field()) {
                case CAUSE -> cause = CauseCodec.decode(in);
                case AGENT_TYPE -> agentType = in.name(AgentCodec.TYPES);
                case NAME -> name = in.text();
                case BACKEND -> backend = in.text();
                case MODEL -> model = in.text();
                case CAPABILITIES -> capabilities = in.texts();
                case OPTIONS -> options = AgentOptionsCodec.decode(in);
                case AGENT_ID -> agentId = in.text();
                case MODE -> mode = in.name(AgentCodec.STOP_MODES);
                case REASON -> reason = in.text();
                case TEXT -> text = BodyCodec.decode(in);
                case PARAMETERS -> parameters = BodyCodec.decode(in);
                case TIMEOUT_MILLIS -> timeoutMillis = in.number();
                case COMMAND_ID -> commandId = in.text();
                case TASK_ID -> taskId = in.text();
                case TITLE -> title = in.text();
                case DESCRIPTION -> description = BodyCodec.decode(in);
                case METADATA -> metadata = BodyCodec.decode(in);
                case EXTRA -> extra = BodyCodec.decode(in);
                case PRIORITY -> priority = in.integer();
                case DEPENDS_ON -> dependsOn = in.texts();
                case REQUIRED_CAPABILITIES -> requiredCapabilities = in.texts();
                case RETRY -> retry = RetryCodec.decode(in);
                case KIND -> kind = in.name(MessageCodec.KINDS);
                case FROM_AGENT -> fromAgent = in.text();
                case TO_AGENT -> toAgent = in.text();
                case CONTENT -> content = BodyCodec.decode(in);
                case MESSAGE_TYPE -> messageType = in.text();
                case DETAILS -> details = BodyCodec.decode(in);
                case APPROVAL_ID -> approvalId = in.text();
                case DECISION -> decision = in.name(ApprovalCodec.DECISIONS);
                case MESSAGE -> message = BodyCodec.decode(in);
                case UPDATED_INPUT -> updatedInput = BodyCodec.decode(in);
                case METRIC -> metric = MetricCodec.decode(in);
                default -> in.skip();
            }
        }

        Request request(RequestType type, ObjectReader in) {
            return switch (type) {
                case CREATE_AGENT ->
                    new Request.CreateAgent(
                            cause,
                            in.require(Field.AGENT_TYPE, agentType),
                            name,
                            backend,
                            model,
                            capabilities,
                            options);
                case STOP_AGENT -> new Request.StopAgent(cause, in.require(Field.AGENT_ID, agentId), mode, reason);
                case EXECUTE_COMMAND ->
                    new Request.ExecuteCommand(
                            cause, in.require(Field.AGENT_ID, agentId), text, parameters, timeoutMillis);
                case CANCEL_COMMAND -> new Request.CancelCommand(cause, in.require(Field.COMMAND_ID, commandId));
                case ASSIGN_TASK ->
                    new Request.AssignTask(
                            cause,
                            orEmpty(taskId),
                            orEmpty(agentId),
                            title,
                            description,
                            metadata,
                            extra,
                            priority,
                            dependsOn,
                            requiredCapabilities,
                            timeoutMillis,
                            retry);
                case CANCEL_TASK -> new Request.CancelTask(cause, in.require(Field.TASK_ID, taskId));
                case RELAY_MESSAGE ->
                    new Request.RelayMessage(
                            cause,
                            in.require(Field.KIND, kind),
                            fromAgent,
                            in.require(Field.TO_AGENT, toAgent),
                            content,
                            messageType,
                            metadata,
                            details);
                case RESPOND_APPROVAL ->
                    new Request.RespondApproval(
                            cause,
                            in.require(Field.APPROVAL_ID, approvalId),
                            in.require(Field.DECISION, decision),
                            message,
                            updatedInput);
                case REPORT_METRIC -> new Request.ReportMetric(cause, in.require(Field.METRIC, metric));
            };
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
