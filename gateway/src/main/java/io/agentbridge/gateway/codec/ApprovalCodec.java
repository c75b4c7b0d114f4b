package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A permission request, as an object. */
final class ApprovalCodec {
    static final EnumNames<ApprovalOutcome> OUTCOMES = EnumNames.of(ApprovalOutcome.values());
    static final EnumNames<ApprovalDecision> DECISIONS = EnumNames.of(ApprovalDecision.values());

    private ApprovalCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Approval approval) {
        out.member(member);
        encode(out, approval);
    }

    static void encode(ObjectWriter out, Approval approval) {
        out.begin();
        out.text("id", approval.id());
        out.text("agent_id", approval.agentId());
        out.optionalText("command_id", approval.commandId());
        out.text("permission_id", approval.permissionId());
        out.optionalText("tool_name", approval.toolName());
        BodyCodec.encode(out, "input", approval.input());
        out.optionalText("description", approval.description());
        BodyCodec.encode(out, "suggestions", approval.suggestions());
        out.optionalNumber("requested_at_millis", approval.requestedAtMillis());
        out.optionalNumber("expires_at_millis", approval.expiresAtMillis());
        out.name("outcome", OUTCOMES, approval.outcome());
        out.optionalName("decision", DECISIONS, approval.decision(), ApprovalDecision.NONE);
        out.optionalText("resolved_by", approval.resolvedBy());
        BodyCodec.encode(out, "message", approval.message());
        BodyCodec.encode(out, "updated_input", approval.updatedInput());
        out.end();
    }

    static Approval decode(ObjectReader in) throws IOException {
        @Nullable String id = null;
        @Nullable String agentId = null;
        String commandId = "";
        @Nullable String permissionId = null;
        String toolName = "";
        Body input = Body.none();
        String description = "";
        Body suggestions = Body.none();
        long requestedAtMillis = 0;
        long expiresAtMillis = 0;
        @Nullable ApprovalOutcome outcome = null;
        ApprovalDecision decision = ApprovalDecision.NONE;
        String resolvedBy = "";
        Body message = Body.none();
        Body updatedInput = Body.none();
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "id" -> id = in.text();
                case "agent_id" -> agentId = in.text();
                case "command_id" -> commandId = in.text();
                case "permission_id" -> permissionId = in.text();
                case "tool_name" -> toolName = in.text();
                case "input" -> input = BodyCodec.decode(in);
                case "description" -> description = in.text();
                case "suggestions" -> suggestions = BodyCodec.decode(in);
                case "requested_at_millis" -> requestedAtMillis = in.number();
                case "expires_at_millis" -> expiresAtMillis = in.number();
                case "outcome" -> outcome = in.name(OUTCOMES);
                case "decision" -> decision = in.name(DECISIONS);
                case "resolved_by" -> resolvedBy = in.text();
                case "message" -> message = BodyCodec.decode(in);
                case "updated_input" -> updatedInput = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Approval(
                in.require("id", id),
                in.require("agent_id", agentId),
                commandId,
                in.require("permission_id", permissionId),
                toolName,
                input,
                description,
                suggestions,
                requestedAtMillis,
                expiresAtMillis,
                in.require("outcome", outcome),
                decision,
                resolvedBy,
                message,
                updatedInput);
    }
}
