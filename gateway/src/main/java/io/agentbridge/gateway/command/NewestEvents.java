package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.JournalEvents;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Finds the last of the events that are wanted, from the end backward: what is far before them is not read. */
final class NewestEvents {
    private static final long FIRST_STEP_EVENTS = 512;
    private static final long LONGEST_STEP_EVENTS = 1 << 16;

    private final JournalEvents events;
    private final Predicate<Event> wanted;
    private final EventRange range;

    NewestEvents(JournalEvents events, Predicate<Event> wanted, EventRange range) {
        this.events = events;
        this.wanted = wanted;
        this.range = range;
    }

    /** The last {@code count} that are wanted, or all if there are fewer; in their order. */
    List<Event> find(int count) throws IOException {
        Deque<Event> found = new ArrayDeque<>();
        long end = range.last();
        for (long step = FIRST_STEP_EVENTS; end >= range.first() && found.size() < count; ) {
            long begin = Math.max(range.first(), end - step + 1);
            Iterator<Event> newestFirst = last(count - found.size(), begin, end).descendingIterator();
            newestFirst.forEachRemaining(found::addFirst);
            end = begin - 1;
            step = Math.min(2 * step, LONGEST_STEP_EVENTS);
        }
        return List.copyOf(found);
    }

    private Deque<Event> last(int count, long begin, long end) throws IOException {
        Deque<Event> kept = new ArrayDeque<>();
        try (JournalEvents.Reader reader = events.after(begin - 1)) {
            for (long sequence = begin; sequence <= end; sequence++) {
                Event event = reader.nextThatIsThere();
                if (wanted.test(event)) {
                    kept.addLast(event);
                    if (kept.size() > count) {
                        kept.removeFirst();
                    }
                }
            }
        }
        return kept;
    }
}
