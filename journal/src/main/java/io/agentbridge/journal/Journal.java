package io.agentbridge.journal;

import java.io.IOException;

/**
 * The log of steps. One thread appends and forces; any number of readers read what is forced (at {@link Durability#OS}: what is
 * appended).
 *
 * <p>A write or force that fails closes the journal for writing for good: every later call throws, nothing is retried, and what
 * was not forced is not reported as such.
 */
public interface Journal extends JournalRecords, AutoCloseable {
    /**
     * Appends a step. Not durable before {@link #force} returns.
     *
     * @param input bytes of the input, from the array's start; copied before the call returns, likewise the events
     * @throws JournalFullException if the free-space reserve is reached; nothing was written and the journal stays usable
     * @throws IOException if writing failed; the journal is closed for writing
     */
    void append(
            long firstSequence,
            int eventCount,
            long timestampMillis,
            long stateHash,
            byte[] input,
            int inputLength,
            byte[] events,
            int eventsLength)
            throws IOException;

    /**
     * Makes everything appended durable at the journal's level: group commit. Cheap when nothing was appended.
     *
     * @throws IOException if forcing failed; the journal is closed for writing
     */
    void force() throws IOException;

    /**
     * Says on the disk that everything before is forced, by a mark of its own; to be called when nothing more comes for a while. Does
     * nothing if the newest record is a mark already.
     *
     * @throws IOException as for {@link #append} and {@link #force}
     */
    void seal() throws IOException;

    /** The number of the newest record appended, 0 for none. */
    long lastRecord();

    /** The sequence of the newest event appended, 0 for none. */
    long lastSequence();

    /** Bytes of everything that is retained. Any thread. */
    long retainedBytes();

    /** Bytes of the records that were appended since the journal was opened. Any thread. */
    long appendedBytes();

    /** Seals the last batch with a mark, forces, and releases the lock. */
    @Override
    void close() throws IOException;
}
