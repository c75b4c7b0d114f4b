package io.agentbridge.engine.model;

/**
 * A measurement that a client reports for everybody to see.
 *
 * @param value JSON number, as sent
 * @param metadata JSON object
 */
public record Metric(String name, String value, String agentId, Body metadata) {}
