package io.agentbridge.gateway.replay;

import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * The records of a journal behind a sequence, up to the one that holds the last sequence asked for. Reads no record more than it shows.
 */
final class RecordSource implements Source<JournalRecord> {
    private final JournalReader reader;
    private final long after;
    private final long toSequence;
    private long sequence;

    /**
     * @param after the last sequence that is known already
     * @param toSequence where to stop, {@link Long#MAX_VALUE} to read what there is
     */
    RecordSource(JournalReader reader, long after, long toSequence) {
        this.reader = reader;
        this.after = after;
        this.toSequence = toSequence;
        this.sequence = after;
    }

    @Override
    public Optional<JournalRecord> next() throws IOException {
        while (sequence < toSequence) {
            Optional<JournalRecord> next = reader.next();
            if (next.isEmpty()) {
                return next;
            }
            JournalRecord record = next.get();
            if (record.lastSequence() >= after) {
                sequence = Math.max(sequence, record.lastSequence());
                return next;
            }
        }
        return Optional.empty();
    }
}
