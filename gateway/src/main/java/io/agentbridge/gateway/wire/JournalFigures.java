package io.agentbridge.gateway.wire;

/**
 * How much is written down, and how much more can be.
 *
 * @param firstSequence the oldest event that is kept
 * @param lastSequence the newest that was shown
 * @param retainedBytes of all segments that are kept
 * @param appendedBytes of the records since this server started
 * @param freeBytes of the disk
 */
public record JournalFigures(
        long firstSequence, long lastSequence, long retainedBytes, long appendedBytes, long freeBytes) {}
