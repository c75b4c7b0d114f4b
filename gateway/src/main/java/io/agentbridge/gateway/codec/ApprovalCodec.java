package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import org.jspecify.annotations.Nullable;

/** A permission request, as an object. */
final class ApprovalCodec {
    static final EnumCodes<ApprovalOutcome> OUTCOMES = EnumCodes.of(ApprovalOutcome.values());
    static final EnumCodes<ApprovalDecision> DECISIONS = EnumCodes.of(ApprovalDecision.values());

    private ApprovalCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Approval approval) {
        out.begin(field);
        members(out, approval);
        out.end();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Approval approval) {
        out.text(Field.ID, approval.id());
        out.text(Field.AGENT_ID, approval.agentId());
        out.optionalText(Field.COMMAND_ID, approval.commandId());
        out.text(Field.PERMISSION_ID, approval.permissionId());
        out.optionalText(Field.TOOL_NAME, approval.toolName());
        BodyCodec.encode(out, Field.INPUT, approval.input());
        out.optionalText(Field.DESCRIPTION, approval.description());
        BodyCodec.encode(out, Field.SUGGESTIONS, approval.suggestions());
        out.optionalNumber(Field.REQUESTED_AT_MILLIS, approval.requestedAtMillis());
        out.optionalNumber(Field.EXPIRES_AT_MILLIS, approval.expiresAtMillis());
        out.name(Field.OUTCOME, OUTCOMES, approval.outcome());
        out.optionalName(Field.DECISION, DECISIONS, approval.decision(), ApprovalDecision.NONE);
        out.optionalText(Field.RESOLVED_BY, approval.resolvedBy());
        BodyCodec.encode(out, Field.MESSAGE, approval.message());
        BodyCodec.encode(out, Field.UPDATED_INPUT, approval.updatedInput());
    }

    static Approval decode(ObjectReader in) {
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
            switch (in.field()) {
                case ID -> id = in.text();
                case AGENT_ID -> agentId = in.text();
                case COMMAND_ID -> commandId = in.text();
                case PERMISSION_ID -> permissionId = in.text();
                case TOOL_NAME -> toolName = in.text();
                case INPUT -> input = BodyCodec.decode(in);
                case DESCRIPTION -> description = in.text();
                case SUGGESTIONS -> suggestions = BodyCodec.decode(in);
                case REQUESTED_AT_MILLIS -> requestedAtMillis = in.number();
                case EXPIRES_AT_MILLIS -> expiresAtMillis = in.number();
                case OUTCOME -> outcome = in.name(OUTCOMES);
                case DECISION -> decision = in.name(DECISIONS);
                case RESOLVED_BY -> resolvedBy = in.text();
                case MESSAGE -> message = BodyCodec.decode(in);
                case UPDATED_INPUT -> updatedInput = BodyCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Approval(
                in.require(Field.ID, id),
                in.require(Field.AGENT_ID, agentId),
                commandId,
                in.require(Field.PERMISSION_ID, permissionId),
                toolName,
                input,
                description,
                suggestions,
                requestedAtMillis,
                expiresAtMillis,
                in.require(Field.OUTCOME, outcome),
                decision,
                resolvedBy,
                message,
                updatedInput);
    }
}
