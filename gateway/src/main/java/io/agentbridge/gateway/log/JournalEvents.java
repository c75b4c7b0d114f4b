package io.agentbridge.gateway.log;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.JournalRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events that stand in the journal. Thread-safe; each reader belongs to one thread. */
public final class JournalEvents {
    private final JournalRecords journal;

    public JournalEvents(JournalRecords journal) {
        this.journal = journal;
    }

    /** The oldest event that the journal keeps. */
    public long oldestSequence() {
        return journal.firstSequence();
    }

    /** Reads every durable event after a sequence. */
    public Reader after(long sequence) throws IOException {
        return new Reader(journal.reader(sequence + 1), sequence);
    }

    /**
     * The first sequence from {@code low} on whose time is not before {@code millis}; {@code high} if none is. All up to there must be
     * durable. Times never go back, so it takes the logarithm of how many there are.
     */
    public long firstAtOrAfter(long millis, long low, long high) throws IOException {
        long first = low;
        long end = high;
        while (first < end) {
            long middle = (first + end) >>> 1;
            if (at(middle).timestampMillis() < millis) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    private Event at(long sequence) throws IOException {
        try (Reader reader = after(sequence - 1)) {
            return reader.nextThatIsThere();
        }
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

        /** The next event, which must be there. */
        public Event nextThatIsThere() throws IOException {
            Event event = next();
            if (event == null) {
                throw new IllegalStateException("an event that was shown is not in the journal");
            }
            return event;
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
