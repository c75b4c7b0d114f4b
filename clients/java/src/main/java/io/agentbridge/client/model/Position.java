package io.agentbridge.client.model;

/**
 * A place in a history: everything up to it was seen.
 *
 * @param epoch names the history; sequences of another one mean nothing
 * @param sequence the last event, 0 for the place before the first
 */
public record Position(String epoch, long sequence) implements Start {}
