package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A report of the agent driver, as an object. */
final class ReportCodec {
    static final EnumNames<ReportType> TYPES = EnumNames.of(ReportType.values());

    private ReportCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Report report) {
        out.name("type", TYPES, ReportType.of(report));
        out.text("agent_id", report.agentId());
        switch (report) {
            case Report.AgentLaunched launched -> ProcessCodec.encode(out, "process", launched.process());
            case Report.AgentReady ready -> {
                out.optionalText("session_id", ready.sessionId());
                out.optionalText("backend_version", ready.backendVersion());
            }
            case Report.PromptDelivered delivered -> out.text("command_id", delivered.commandId());
            case Report.PromptProgressed progressed -> {
                out.text("command_id", progressed.commandId());
                out.name("kind", EventCodec.PROGRESS_KINDS, progressed.kind());
                BodyCodec.encode(out, "content", progressed.content());
            }
            case Report.PromptFinished finished -> {
                out.text("command_id", finished.commandId());
                out.optionalFlag("interrupted", finished.interrupted());
                BodyCodec.encode(out, "result", finished.result());
                out.optionalName("failure", CommandCodec.FAILURES, finished.failure(), FailureClass.NONE);
                BodyCodec.encode(out, "error", finished.error());
                UsageCodec.encode(out, "usage", finished.usage());
            }
            case Report.PermissionAsked asked -> {
                out.text("command_id", asked.commandId());
                out.text("permission_id", asked.permissionId());
                out.optionalText("tool_name", asked.toolName());
                BodyCodec.encode(out, "input", asked.input());
                out.optionalText("description", asked.description());
                BodyCodec.encode(out, "suggestions", asked.suggestions());
                out.optionalName("ruling", ApprovalCodec.DECISIONS, asked.ruling(), ApprovalDecision.NONE);
            }
            case Report.PermissionWithdrawn withdrawn -> out.text("permission_id", withdrawn.permissionId());
            case Report.AgentExited exited -> {
                out.optionalFlag("prompt_lost", exited.promptLost());
                out.optionalName("failure", CommandCodec.FAILURES, exited.failure(), FailureClass.NONE);
                out.optionalText("exit_error", exited.error());
            }
        }
        PositionCodec.encode(out, "position", report.position());
    }

    /** Reads what follows the type. */
    static Report decode(ReportType type, ObjectReader in) throws IOException {
        Members members = new Members();
        while (in.next()) {
            members.read(in);
        }
        return members.report(type, in);
    }

    /** The members of all types; each type uses a few. */
    private static final class Members {
        private @Nullable String agentId;
        private OutputPosition position = OutputPosition.NONE;
        private ProcessIdentity process = ProcessIdentity.NONE;
        private String sessionId = "";
        private String backendVersion = "";
        private @Nullable String commandId;
        private @Nullable ProgressKind kind;
        private Body content = Body.none();
        private boolean interrupted;
        private Body result = Body.none();
        private FailureClass failure = FailureClass.NONE;
        private Body error = Body.none();
        private Usage usage = Usage.NONE;
        private @Nullable String permissionId;
        private String toolName = "";
        private Body input = Body.none();
        private String description = "";
        private Body suggestions = Body.none();
        private ApprovalDecision ruling = ApprovalDecision.NONE;
        private boolean promptLost;
        private String exitError = "";

        void read(ObjectReader in) throws IOException {
            switch (in.name()) {
                case "agent_id" -> agentId = in.text();
                case "position" -> position = PositionCodec.decode(in);
                case "process" -> process = ProcessCodec.decode(in);
                case "session_id" -> sessionId = in.text();
                case "backend_version" -> backendVersion = in.text();
                case "command_id" -> commandId = in.text();
                case "kind" -> kind = in.name(EventCodec.PROGRESS_KINDS);
                case "content" -> content = BodyCodec.decode(in);
                case "interrupted" -> interrupted = in.flag();
                case "result" -> result = BodyCodec.decode(in);
                case "failure" -> failure = in.name(CommandCodec.FAILURES);
                case "error" -> error = BodyCodec.decode(in);
                case "usage" -> usage = UsageCodec.decode(in);
                case "permission_id" -> permissionId = in.text();
                case "tool_name" -> toolName = in.text();
                case "input" -> input = BodyCodec.decode(in);
                case "description" -> description = in.text();
                case "suggestions" -> suggestions = BodyCodec.decode(in);
                case "ruling" -> ruling = in.name(ApprovalCodec.DECISIONS);
                case "prompt_lost" -> promptLost = in.flag();
                case "exit_error" -> exitError = in.text();
                default -> in.skip();
            }
        }

        Report report(ReportType type, ObjectReader in) {
            return switch (type) {
                case AGENT_LAUNCHED -> new Report.AgentLaunched(in.require("agent_id", agentId), position, process);
                case AGENT_READY ->
                    new Report.AgentReady(in.require("agent_id", agentId), position, sessionId, backendVersion);
                case PROMPT_DELIVERED ->
                    new Report.PromptDelivered(
                            in.require("agent_id", agentId), position, in.require("command_id", commandId));
                case PROMPT_PROGRESSED ->
                    new Report.PromptProgressed(
                            in.require("agent_id", agentId),
                            position,
                            in.require("command_id", commandId),
                            in.require("kind", kind),
                            content);
                case PROMPT_FINISHED ->
                    new Report.PromptFinished(
                            in.require("agent_id", agentId),
                            position,
                            in.require("command_id", commandId),
                            interrupted,
                            result,
                            failure,
                            error,
                            usage);
                case PERMISSION_ASKED ->
                    new Report.PermissionAsked(
                            in.require("agent_id", agentId),
                            position,
                            in.require("command_id", commandId),
                            in.require("permission_id", permissionId),
                            toolName,
                            input,
                            description,
                            suggestions,
                            ruling);
                case PERMISSION_WITHDRAWN ->
                    new Report.PermissionWithdrawn(
                            in.require("agent_id", agentId), position, in.require("permission_id", permissionId));
                case AGENT_EXITED ->
                    new Report.AgentExited(in.require("agent_id", agentId), position, promptLost, failure, exitError);
            };
        }
    }
}
