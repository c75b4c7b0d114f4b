package io.agentbridge.engine.model;

/** What a person or a rule answers to a permission request. */
public enum ApprovalDecision {
    /** No answer yet, or none needed any more. */
    NONE,
    ALLOW,
    /** Allow, and do not ask again for the like in this agent's session. */
    ALLOW_SESSION,
    DENY
}
