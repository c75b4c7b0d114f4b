package io.agentbridge.gateway.replay;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a journal behind a state, record by record up to the one that holds the last sequence asked for. Reads no record more
 * than it shows. Used by one thread at a time.
 */
final class RecordSource {
    private final StepCodec codec = new StepCodec();
    private final JournalReader reader;
    private final long after;
    private final long toSequence;
    private long sequence;
    private long timestampMillis;

    /** @param toSequence where to stop, {@link Long#MAX_VALUE} to read what there is */
    RecordSource(JournalReader reader, State state, long toSequence) {
        this.reader = reader;
        this.after = state.sequence();
        this.toSequence = toSequence;
        this.sequence = after;
        this.timestampMillis = state.timestampMillis();
    }

    /**
     * The next record, or empty at the end of what there is now or was asked for.
     *
     * @throws ReplayException if the record's events cannot be read
     */
    Optional<DecodedRecord> next() throws IOException {
        while (sequence < toSequence) {
            Optional<JournalRecord> next = reader.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            JournalRecord record = next.get();
            if (record.lastSequence() >= after) {
                sequence = Math.max(sequence, record.lastSequence());
                return Optional.of(new DecodedRecord(record, events(record)));
            }
        }
        return Optional.empty();
    }

    private List<Event> events(JournalRecord record) throws ReplayException {
        if (record.isMark()) {
            return List.of();
        }
        // The engine counts a time before the newest event's as that one.
        timestampMillis = Math.max(record.timestampMillis(), timestampMillis);
        List<Event> events;
        try {
            events = codec.decodeEvents(record.events(), record.firstSequence(), timestampMillis);
        } catch (CodecException e) {
            throw new ReplayException(Replay.place(record) + " cannot be read: " + e.getMessage(), e);
        }
        if (events.size() != record.eventCount()) {
            throw new ReplayException(Replay.place(record) + " holds " + events.size() + " events, not "
                    + record.eventCount() + " as it says");
        }
        return events;
    }
}
