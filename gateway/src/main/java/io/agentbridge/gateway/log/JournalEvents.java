package io.agentbridge.gateway.log;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events that stand in the journal. Thread-safe; each reader belongs to one thread. */
public final class JournalEvents {
    private final Journal journal;

    public JournalEvents(Journal journal) {
        this.journal = journal;
    }

    /** The oldest event that the journal keeps. */
    public long oldestSequence() {
        return journal.firstSequence();
    }

    /** Bytes of everything that the journal keeps. */
    public long retainedBytes() {
        return journal.retainedBytes();
    }

    /** Bytes that were appended since the journal was opened. */
    public long appendedBytes() {
        return journal.appendedBytes();
    }

    /** Reads every durable event after a sequence. */
    public Reader after(long sequence) throws IOException {
        return new Reader(journal.reader(sequence + 1), sequence);
    }

    /** Reads every event after a sequence that {@code records} offers, which the reader closes. */
    public static Reader of(JournalReader records, long after) {
        return new Reader(records, after);
    }

    /** Reads on, event by event. */
    public static final class Reader implements AutoCloseable {
        private final JournalReader records;
        private final StepCodec codec = new StepCodec();
        private final long after;
        private List<Event> events = List.of();
        private int next;

        private Reader(JournalReader records, long after) {
            this.records = records;
            this.after = after;
        }

        /** The next event, or null at the end of what is durable. */
        public @Nullable Event next() throws IOException {
            while (true) {
                while (next < events.size()) {
                    Event event = events.get(next++);
                    if (event.sequence() > after) {
                        return event;
                    }
                }
                Optional<JournalRecord> read = records.next();
                if (read.isEmpty()) {
                    return null;
                }
                JournalRecord step = read.get();
                events = step.eventCount() == 0
                        ? List.of()
                        : codec.decodeEvents(step.events(), step.firstSequence(), step.timestampMillis());
                next = 0;
            }
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
