package io.agentbridge.gateway.codec;

import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
import org.jspecify.annotations.Nullable;

/** A report of the agent driver, as an object. */
final class ReportCodec {
    static final EnumCodes<ReportType> TYPES = EnumCodes.of(ReportType.values());

    private ReportCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Report report) {
        out.name(Field.REPORT, TYPES, ReportType.of(report));
        out.text(Field.AGENT_ID, report.agentId());
        switch (report) {
            case Report.AgentLaunched launched -> ProcessCodec.encode(out, Field.PROCESS, launched.process());
            case Report.AgentReady ready -> {
                out.optionalText(Field.SESSION_ID, ready.sessionId());
                out.optionalText(Field.BACKEND_VERSION, ready.backendVersion());
            }
            case Report.PromptDelivered delivered -> out.text(Field.COMMAND_ID, delivered.commandId());
            case Report.PromptProgressed progressed -> {
                out.text(Field.COMMAND_ID, progressed.commandId());
                out.name(Field.KIND, EventCodec.PROGRESS_KINDS, progressed.kind());
                BodyCodec.encode(out, Field.CONTENT, progressed.content());
            }
            case Report.PromptFinished finished -> {
                out.text(Field.COMMAND_ID, finished.commandId());
                out.optionalFlag(Field.INTERRUPTED, finished.interrupted());
                BodyCodec.encode(out, Field.RESULT, finished.result());
                out.optionalName(Field.FAILURE, CommandCodec.FAILURES, finished.failure(), FailureClass.NONE);
                BodyCodec.encode(out, Field.ERROR, finished.error());
                UsageCodec.encode(out, Field.USAGE, finished.usage());
            }
            case Report.PermissionAsked asked -> {
                out.text(Field.COMMAND_ID, asked.commandId());
                out.text(Field.PERMISSION_ID, asked.permissionId());
                out.optionalText(Field.TOOL_NAME, asked.toolName());
                BodyCodec.encode(out, Field.INPUT, asked.input());
                out.optionalText(Field.DESCRIPTION, asked.description());
                BodyCodec.encode(out, Field.SUGGESTIONS, asked.suggestions());
                out.optionalName(Field.RULING, ApprovalCodec.DECISIONS, asked.ruling(), ApprovalDecision.NONE);
            }
            case Report.PermissionWithdrawn withdrawn -> out.text(Field.PERMISSION_ID, withdrawn.permissionId());
            case Report.AgentExited exited -> {
                out.optionalFlag(Field.PROMPT_LOST, exited.promptLost());
                out.optionalName(Field.FAILURE, CommandCodec.FAILURES, exited.failure(), FailureClass.NONE);
                out.optionalText(Field.EXIT_ERROR, exited.error());
            }
        }
        PositionCodec.encode(out, Field.POSITION, report.position());
    }

    /** Reads what follows the type. */
    static Report decode(ReportType type, ObjectReader in) {
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

        void read(ObjectReader in) {
            switch (in.field()) {
                case AGENT_ID -> agentId = in.text();
                case POSITION -> position = PositionCodec.decode(in);
                case PROCESS -> process = ProcessCodec.decode(in);
                case SESSION_ID -> sessionId = in.text();
                case BACKEND_VERSION -> backendVersion = in.text();
                case COMMAND_ID -> commandId = in.text();
                case KIND -> kind = in.name(EventCodec.PROGRESS_KINDS);
                case CONTENT -> content = BodyCodec.decode(in);
                case INTERRUPTED -> interrupted = in.flag();
                case RESULT -> result = BodyCodec.decode(in);
                case FAILURE -> failure = in.name(CommandCodec.FAILURES);
                case ERROR -> error = BodyCodec.decode(in);
                case USAGE -> usage = UsageCodec.decode(in);
                case PERMISSION_ID -> permissionId = in.text();
                case TOOL_NAME -> toolName = in.text();
                case INPUT -> input = BodyCodec.decode(in);
                case DESCRIPTION -> description = in.text();
                case SUGGESTIONS -> suggestions = BodyCodec.decode(in);
                case RULING -> ruling = in.name(ApprovalCodec.DECISIONS);
                case PROMPT_LOST -> promptLost = in.flag();
                case EXIT_ERROR -> exitError = in.text();
                default -> in.skip();
            }
        }

        Report report(ReportType type, ObjectReader in) {
            return switch (type) {
                case AGENT_LAUNCHED -> new Report.AgentLaunched(in.require(Field.AGENT_ID, agentId), position, process);
                case AGENT_READY ->
                    new Report.AgentReady(in.require(Field.AGENT_ID, agentId), position, sessionId, backendVersion);
                case PROMPT_DELIVERED ->
                    new Report.PromptDelivered(
                            in.require(Field.AGENT_ID, agentId), position, in.require(Field.COMMAND_ID, commandId));
                case PROMPT_PROGRESSED ->
                    new Report.PromptProgressed(
                            in.require(Field.AGENT_ID, agentId),
                            position,
                            in.require(Field.COMMAND_ID, commandId),
                            in.require(Field.KIND, kind),
                            content);
                case PROMPT_FINISHED ->
                    new Report.PromptFinished(
                            in.require(Field.AGENT_ID, agentId),
                            position,
                            in.require(Field.COMMAND_ID, commandId),
                            interrupted,
                            result,
                            failure,
                            error,
                            usage);
                case PERMISSION_ASKED ->
                    new Report.PermissionAsked(
                            in.require(Field.AGENT_ID, agentId),
                            position,
                            in.require(Field.COMMAND_ID, commandId),
                            in.require(Field.PERMISSION_ID, permissionId),
                            toolName,
                            input,
                            description,
                            suggestions,
                            ruling);
                case PERMISSION_WITHDRAWN ->
                    new Report.PermissionWithdrawn(
                            in.require(Field.AGENT_ID, agentId),
                            position,
                            in.require(Field.PERMISSION_ID, permissionId));
                case AGENT_EXITED ->
                    new Report.AgentExited(
                            in.require(Field.AGENT_ID, agentId), position, promptLost, failure, exitError);
            };
        }
    }
}
