package io.agentbridge.gateway.replay;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Records with the events that they hold. */
final class EventSource implements Source<DecodedRecord> {
    private final StepCodec codec = new StepCodec();
    private final Source<JournalRecord> records;
    private long timestampMillis;

    /** @param timestampMillis the time of the event before the first one */
    EventSource(Source<JournalRecord> records, long timestampMillis) {
        this.records = records;
        this.timestampMillis = timestampMillis;
    }

    /**
     * The next record, or empty behind the last.
     *
     * @throws ReplayException if the record's events cannot be read
     */
    @Override
    public Optional<DecodedRecord> next() throws IOException {
        Optional<JournalRecord> next = records.next();
        return next.isEmpty() ? Optional.empty() : Optional.of(new DecodedRecord(next.get(), events(next.get())));
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
