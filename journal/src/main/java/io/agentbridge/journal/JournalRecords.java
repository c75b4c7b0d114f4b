package io.agentbridge.journal;

import java.io.IOException;

/** Where records can be read: a journal at work, or its files looked at from outside. */
public interface JournalRecords {
    /** The sequence of the oldest event that is retained, or will be; 1 as long as nothing was dropped. Any thread. */
    long firstSequence();

    /**
     * Reads forward from the record that holds {@code sequence}, or from the first later one; from the oldest for
     * {@link JournalFiles#OLDEST}. Thread-safe to open; each reader belongs to one thread. Time to the first record: the logarithm of the
     * journal's length, and half a MiB read.
     *
     * @throws NotRetainedException if {@code sequence} is older than {@link #firstSequence}; so does the reader when what it comes to has
     *     been dropped meanwhile
     */
    JournalReader reader(long sequence) throws IOException;
}
