package io.agentbridge.gateway.wire;

/**
 * Who speaks on a connection.
 *
 * @param principal the authenticated user
 * @param clientId the id that the acknowledgement gave the connection
 */
public record ClientIdentity(String principal, String clientId) {}
