package io.agentbridge.journal;

import java.io.IOException;
import java.util.Optional;

/** Reads records in order, each checked. Not thread-safe. */
public interface JournalReader extends AutoCloseable {
    /**
     * The next record, or empty at the end of what may be read now; a later call may find more.
     *
     * @throws CorruptJournalException if what stands there is not what was written
     */
    Optional<JournalRecord> next() throws IOException;

    @Override
    void close();
}
