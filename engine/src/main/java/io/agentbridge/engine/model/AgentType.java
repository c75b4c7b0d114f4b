package io.agentbridge.engine.model;

/** The role that an agent plays for its clients; the engine treats all alike. */
public enum AgentType {
    MANAGER,
    WORKER,
    COORDINATOR
}
