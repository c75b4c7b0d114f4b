package io.agentbridge.engine.model;

/**
 * A message from one agent to another.
 *
 * @param id derived from the sequence
 * @param messageType free text of the sender
 * @param metadata JSON object
 * @param details JSON object of the kind's own keys (phase, task_id, reason, context, stage …)
 */
public record RelayedMessage(
        String id,
        MessageKind kind,
        String fromAgent,
        String toAgent,
        Body content,
        String messageType,
        Body metadata,
        Body details) {}
