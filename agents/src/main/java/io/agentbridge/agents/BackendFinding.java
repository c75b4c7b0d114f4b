package io.agentbridge.agents;

import java.util.Optional;

/**
 * What was found of a configured backend on this machine.
 *
 * @param name as configured
 * @param kind what it is: claude, exec or echo
 * @param backend empty if it cannot be used
 * @param explanation what was found, or why it cannot be used and what to do; for people
 */
public record BackendFinding(String name, String kind, Optional<AgentBackend> backend, String explanation) {}
