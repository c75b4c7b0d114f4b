package io.agentbridge.gateway.configuration;

/**
 * What the server takes at most.
 *
 * @param maxMessageBytes of one message of a client
 * @param maxConnections at a time
 * @param ringSlots inputs that may wait for the engine, a power of two; more are not read until there is room
 * @param tailBytes of newest events kept in memory for connected clients
 */
public record Limits(long maxMessageBytes, int maxConnections, int ringSlots, long tailBytes) {}
