package io.agentbridge.engine.model;

/**
 * A permission that an agent asks for.
 *
 * @param id derived from the sequence
 * @param permissionId the backend's name of the request
 * @param input JSON value: what the tool is to be called with
 * @param suggestions JSON array: rules that the agent proposes
 * @param expiresAtMillis when it expires unanswered
 * @param outcome {@link ApprovalOutcome#PENDING} while open
 * @param decision the answer to give to the agent
 * @param resolvedBy principal, {@code "policy"} or {@code "deadline"}, empty while open
 * @param message what the answerer says to the agent, or empty
 * @param updatedInput JSON value to call the tool with instead, or empty
 */
public record Approval(
        String id,
        String agentId,
        String commandId,
        String permissionId,
        String toolName,
        Body input,
        String description,
        Body suggestions,
        long requestedAtMillis,
        long expiresAtMillis,
        ApprovalOutcome outcome,
        ApprovalDecision decision,
        String resolvedBy,
        Body message,
        Body updatedInput) {}
