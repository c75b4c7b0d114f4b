package io.agentbridge.gateway.replay;

import io.agentbridge.engine.State;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * What stands in a journal behind a state. Where that is much, one thread reads and checks, a second decodes, and the caller's applies;
 * which of them is the slowest depends on what was recorded, and on fewer cores the system's scheduler evens it out.
 *
 * <p>Used by one thread. After {@link #close} the reader is the caller's again.
 */
final class DecodedRecords implements Source<DecodedRecord>, AutoCloseable {
    private final ReadAhead<JournalRecord> records;
    private final ReadAhead<DecodedRecord> decoded;

    /** @param toSequence where to stop, {@link Long#MAX_VALUE} to read what there is */
    DecodedRecords(JournalReader reader, State state, long toSequence) {
        records = new ReadAhead<>(
                "read-ahead", new RecordSource(reader, state.sequence(), toSequence), DecodedRecords::bytes);
        decoded = new ReadAhead<>(
                "decode-ahead", new EventSource(records, state.timestampMillis()), each -> bytes(each.record()));
    }

    private static long bytes(JournalRecord record) {
        return (long) record.input().length + record.events().length;
    }

    /**
     * The next record. Throws what reading throws, after all that stands before.
     *
     * @throws ReplayException if a record's events cannot be read
     */
    @Override
    public Optional<DecodedRecord> next() throws IOException {
        return decoded.next();
    }

    @Override
    public void close() {
        // The decoding thread may be waiting for the reading one, which therefore ends last.
        decoded.close();
        records.close();
    }
}
