package io.agentbridge.gateway.configuration;

/**
 * What the server takes at most.
 *
 * @param maxMessageBytes of one message of a client
 * @param maxConnections at a time
 * @param tailBytes of newest events kept in memory for connected clients
 */
public record Limits(long maxMessageBytes, int maxConnections, long tailBytes) {}
