package io.agentbridge.gateway.security;

/**
 * On whose behalf a connection acts.
 *
 * @param name e.g. {@code user:alice} or {@code token}; never what a client says of itself
 * @param role bound to the credential on this side
 */
public record Principal(String name, Role role) {}
