package io.agentbridge.client.model;

/**
 * Where a subscription begins.
 *
 * @param recovered whether it goes on exactly where it was asked to; if not, a snapshot comes first
 * @param position the place
 */
public record Subscribed(boolean recovered, Position position) {}
