package io.agentbridge.journal;

/**
 * One step as it stands in the journal.
 *
 * @param number dense, from 1
 * @param firstSequence the sequence of its first event; of the next event to come if it has none
 * @param eventCount how many events it holds
 * @param timestampMillis when the step was taken
 * @param stateHash hash of the state after its events
 * @param forcedThrough the highest record number that was known to be forced when this one was written
 * @param chain hash over this record and all before it
 * @param input the input, as the writer encoded it; empty in a mark
 * @param events the events, as the writer encoded them; empty in a mark
 */
// Arrays, because a replay hands millions of these to a decoder that reads arrays; nobody compares records by value.
@SuppressWarnings("ArrayRecordComponent")
public record JournalRecord(
        long number,
        long firstSequence,
        int eventCount,
        long timestampMillis,
        long stateHash,
        long forcedThrough,
        long chain,
        byte[] input,
        byte[] events) {
    /** Whether this only seals what stands before it. */
    public boolean isMark() {
        return input.length == 0 && events.length == 0;
    }

    /** The sequence of the newest event up to and including this record. */
    public long lastSequence() {
        return firstSequence + eventCount - 1;
    }
}
