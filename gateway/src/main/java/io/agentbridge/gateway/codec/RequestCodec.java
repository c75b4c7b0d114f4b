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
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's request, as an object. */
final class RequestCodec {
    static final EnumNames<RequestType> TYPES = EnumNames.of(RequestType.values());

    private RequestCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Request request) {
        out.name("type", TYPES, RequestType.of(request));
        CauseCodec.encode(out, "cause", request.cause());
        switch (request) {
            case Request.CreateAgent create -> {
                out.name("agent_type", AgentCodec.TYPES, create.type());
                out.optionalText("name", create.name());
                out.optionalText("backend", create.backend());
                out.optionalText("model", create.model());
                out.optionalTexts("capabilities", create.capabilities());
                AgentOptionsCodec.encode(out, "options", create.options());
            }
            case Request.StopAgent stop -> {
                out.text("agent_id", stop.agentId());
                out.optionalName("mode", AgentCodec.STOP_MODES, stop.mode(), StopMode.GRACEFUL);
                out.optionalText("reason", stop.reason());
            }
            case Request.ExecuteCommand execute -> {
                out.text("agent_id", execute.agentId());
                BodyCodec.encode(out, "text", execute.text());
                BodyCodec.encode(out, "parameters", execute.parameters());
                out.optionalNumber("timeout_millis", execute.timeoutMillis());
            }
            case Request.CancelCommand cancel -> out.text("command_id", cancel.commandId());
            case Request.AssignTask assign -> {
                out.optionalText("task_id", assign.taskId());
                out.optionalText("agent_id", assign.agentId());
                out.optionalText("title", assign.title());
                BodyCodec.encode(out, "description", assign.description());
                BodyCodec.encode(out, "metadata", assign.metadata());
                BodyCodec.encode(out, "extra", assign.extra());
                out.optionalNumber("priority", assign.priority());
                out.optionalTexts("depends_on", assign.dependsOn());
                out.optionalTexts("required_capabilities", assign.requiredCapabilities());
                out.optionalNumber("timeout_millis", assign.timeoutMillis());
                RetryCodec.encode(out, "retry", assign.retry());
            }
            case Request.CancelTask cancel -> out.text("task_id", cancel.taskId());
            case Request.RelayMessage relay -> {
                out.name("kind", MessageCodec.KINDS, relay.kind());
                out.optionalText("from_agent", relay.fromAgent());
                out.text("to_agent", relay.toAgent());
                BodyCodec.encode(out, "content", relay.content());
                out.optionalText("message_type", relay.messageType());
                BodyCodec.encode(out, "metadata", relay.metadata());
                BodyCodec.encode(out, "details", relay.details());
            }
            case Request.RespondApproval respond -> {
                out.text("approval_id", respond.approvalId());
                out.name("decision", ApprovalCodec.DECISIONS, respond.decision());
                BodyCodec.encode(out, "message", respond.message());
                BodyCodec.encode(out, "updated_input", respond.updatedInput());
            }
            case Request.ReportMetric report -> MetricCodec.encode(out, "metric", report.metric());
        }
    }

    /** Reads what follows the type. */
    static Request decode(RequestType type, ObjectReader in) throws IOException {
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

        void read(ObjectReader in) throws IOException {
            switch (in.name()) {
                case "cause" -> cause = CauseCodec.decode(in);
                case "agent_type" -> agentType = in.name(AgentCodec.TYPES);
                case "name" -> name = in.text();
                case "backend" -> backend = in.text();
                case "model" -> model = in.text();
                case "capabilities" -> capabilities = in.texts();
                case "options" -> options = AgentOptionsCodec.decode(in);
                case "agent_id" -> agentId = in.text();
                case "mode" -> mode = in.name(AgentCodec.STOP_MODES);
                case "reason" -> reason = in.text();
                case "text" -> text = BodyCodec.decode(in);
                case "parameters" -> parameters = BodyCodec.decode(in);
                case "timeout_millis" -> timeoutMillis = in.number();
                case "command_id" -> commandId = in.text();
                case "task_id" -> taskId = in.text();
                case "title" -> title = in.text();
                case "description" -> description = BodyCodec.decode(in);
                case "metadata" -> metadata = BodyCodec.decode(in);
                case "extra" -> extra = BodyCodec.decode(in);
                case "priority" -> priority = in.integer();
                case "depends_on" -> dependsOn = in.texts();
                case "required_capabilities" -> requiredCapabilities = in.texts();
                case "retry" -> retry = RetryCodec.decode(in);
                case "kind" -> kind = in.name(MessageCodec.KINDS);
                case "from_agent" -> fromAgent = in.text();
                case "to_agent" -> toAgent = in.text();
                case "content" -> content = BodyCodec.decode(in);
                case "message_type" -> messageType = in.text();
                case "details" -> details = BodyCodec.decode(in);
                case "approval_id" -> approvalId = in.text();
                case "decision" -> decision = in.name(ApprovalCodec.DECISIONS);
                case "message" -> message = BodyCodec.decode(in);
                case "updated_input" -> updatedInput = BodyCodec.decode(in);
                case "metric" -> metric = MetricCodec.decode(in);
                default -> in.skip();
            }
        }

        Request request(RequestType type, ObjectReader in) {
            return switch (type) {
                case CREATE_AGENT ->
                    new Request.CreateAgent(
                            cause, in.require("agent_type", agentType), name, backend, model, capabilities, options);
                case STOP_AGENT -> new Request.StopAgent(cause, in.require("agent_id", agentId), mode, reason);
                case EXECUTE_COMMAND ->
                    new Request.ExecuteCommand(cause, in.require("agent_id", agentId), text, parameters, timeoutMillis);
                case CANCEL_COMMAND -> new Request.CancelCommand(cause, in.require("command_id", commandId));
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
                case CANCEL_TASK -> new Request.CancelTask(cause, in.require("task_id", taskId));
                case RELAY_MESSAGE ->
                    new Request.RelayMessage(
                            cause,
                            in.require("kind", kind),
                            fromAgent,
                            in.require("to_agent", toAgent),
                            content,
                            messageType,
                            metadata,
                            details);
                case RESPOND_APPROVAL ->
                    new Request.RespondApproval(
                            cause,
                            in.require("approval_id", approvalId),
                            in.require("decision", decision),
                            message,
                            updatedInput);
                case REPORT_METRIC -> new Request.ReportMetric(cause, in.require("metric", metric));
            };
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }
}
