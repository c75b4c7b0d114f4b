package io.agentbridge.gateway.log;

import io.agentbridge.engine.event.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads every event after a sequence, once and in order: from the tail, and from the journal where the tail has moved on. For one
 * thread.
 */
public final class LogCursor implements AutoCloseable {
    private static final long LOST = -1;

    private final LogTail tail;
    private final JournalEvents journal;
    /** Written by the thread that reads, read by any. */
    private volatile long sequence;

    private long position;
    private JournalEvents.@Nullable Reader catchUp;

    /** A cursor that has seen everything up to {@code sequence}. */
    public LogCursor(LogTail tail, JournalEvents journal, long sequence) {
        this.tail = tail;
        this.journal = journal;
        this.sequence = sequence;
        this.position = tail.positionAfter(sequence);
    }

    /** The newest event that was read. Any thread. */
    public long sequence() {
        return sequence;
    }

    /**
     * The next event, or null if there is none yet.
     *
     * @throws IOException if the journal cannot be read
     */
    public @Nullable Event poll() throws IOException {
        while (true) {
            if (position != LOST) {
                TailEntry entry = tail.get(position);
                if (entry == null) {
                    if (!tail.isEvicted(position)) {
                        return null;
                    }
                    position = LOST;
                    continue;
                }
                position++;
                if (entry.event() != null) {
                    return advance(entry.event());
                }
                continue;
            }
            position = tail.positionAfter(sequence);
            if (position != LOST) {
                close();
                continue;
            }
            JournalEvents.Reader reader = catchUp;
            if (reader == null) {
                reader = journal.after(sequence);
                catchUp = reader;
            }
            Event event = reader.next();
            if (event == null) {
                throw new IllegalStateException(
                        "event " + (sequence + 1) + " is neither in the tail nor in the journal");
            }
            return advance(event);
        }
    }

    private Event advance(Event event) {
        if (event.sequence() != sequence + 1) {
            throw new IllegalStateException("event " + event.sequence() + " read after " + sequence);
        }
        sequence = event.sequence();
        return event;
    }

    @Override
    public void close() {
        if (catchUp != null) {
            catchUp.close();
            catchUp = null;
        }
    }
}
