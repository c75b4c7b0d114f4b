package io.agentbridge.gateway.replay;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.journal.JournalReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of a journal, up to where it ends now: for whoever goes through many of them, which are read, checked and decoded ahead
 * meanwhile. Applies nothing. Used by one thread.
 */
public final class RecordedEvents implements AutoCloseable {
    private final JournalReader reader;
    private final DecodedRecords records;
    private final long after;
    private List<Event> events = List.of();
    private int next;

    /** The events behind the sequence {@code after}, from a reader that stands there or before, and which this closes. */
    public RecordedEvents(JournalReader reader, long after) {
        this.reader = reader;
        this.records = new DecodedRecords(reader, new State(), Long.MAX_VALUE);
        this.after = after;
    }

    /**
     * The next event, or null after the last, for good.
     *
     * @throws ReplayException if a record's events cannot be read
     */
    public @Nullable Event next() throws IOException {
        while (true) {
            while (next < events.size()) {
                Event event = events.get(next++);
                if (event.sequence() > after) {
                    return event;
                }
            }
            Optional<DecodedRecord> read = records.next();
            if (read.isEmpty()) {
                return null;
            }
            events = read.get().events();
            next = 0;
        }
    }

    @Override
    public void close() {
        records.close();
        reader.close();
    }
}
