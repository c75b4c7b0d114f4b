package io.agentbridge.journal;

/**
 * What there is to know of a segment, or of its beginning, without reading it. Everything up to {@code end} is on disk and was
 * found in order.
 *
 * @param name the file's name
 * @param firstRecord the number of its first record
 * @param previousSequence the sequence of the newest event before it
 * @param previousChain the chain including the record before it
 * @param lastRecord the number of its last record
 * @param lastSequence the sequence of the newest event up to its last record
 * @param lastChain the chain including its last record
 * @param stateHash the state hash that its last record bears
 * @param firstTimestampMillis the time that its first record bears
 * @param lastTimestampMillis the time that its last record bears
 * @param endsWithMark whether its last record is a mark
 * @param lastFrame the byte at which its last record is to be looked for
 * @param end the byte behind its last record
 */
public record SegmentSummary(
        String name,
        long firstRecord,
        long previousSequence,
        long previousChain,
        long lastRecord,
        long lastSequence,
        long lastChain,
        long stateHash,
        long firstTimestampMillis,
        long lastTimestampMillis,
        boolean endsWithMark,
        long lastFrame,
        long end) {
    /** Whether this is what follows a chain. */
    boolean follows(RecordChain chain) {
        return chain.number() == firstRecord - 1
                && chain.lastSequence() == previousSequence
                && chain.chain() == previousChain;
    }
}
