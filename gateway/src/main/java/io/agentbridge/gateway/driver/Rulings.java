package io.agentbridge.gateway.driver;

import io.agentbridge.engine.model.ApprovalDecision;

/** What the configured policy says to a permission request, before people are asked. */
@FunctionalInterface
public interface Rulings {
    /** The answer, or {@link ApprovalDecision#NONE} to ask people. {@code input} is JSON. Any thread. */
    ApprovalDecision ruling(String toolName, String input);
}
