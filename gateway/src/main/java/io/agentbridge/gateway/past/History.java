package io.agentbridge.gateway.past;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.EventText;
import io.agentbridge.gateway.wire.HistoryQuery;
import io.agentbridge.journal.NotRetainedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Finds past events, a bounded piece of work at a time: a page ends where it is full, or where enough was looked at, and tells where to
 * go on. Used by one thread.
 */
public final class History {
    private static final int MAX_EVENTS_READ = 50_000;
    private static final int MAX_PAGE_BYTES = 1 << 20;
    /** How far to step back at once at most; a reader starts at one of every so many records, so that less would read more in all. */
    private static final int MAX_WINDOW_EVENTS = 2_048;

    private final JournalEvents journal;
    private final EventFrames frames;
    private final BodyReader bodies;

    /**
     * What was found.
     *
     * @param frames of the events, as everybody is shown them, in the order of sequences
     * @param from the first sequence that was looked at
     * @param to the last one; before {@code from} if there was nothing to look at
     * @param next where to go on, with {@code from} forward and with {@code to} backward; empty if nothing is left
     */
    public record Page(List<byte[]> frames, long from, long to, OptionalLong next) {}

    public History(JournalEvents journal, EventFrames frames, BodyReader bodies) {
        this.journal = journal;
        this.frames = frames;
        this.bodies = bodies;
    }

    /**
     * Finds what is wanted of the events up to {@code newest}.
     *
     * @throws NotRetainedException if the query names a first sequence that is not kept any more
     */
    public Page page(HistoryQuery query, long newest) throws IOException {
        long oldest = journal.oldestSequence();
        if (query.from() > 0 && query.from() < oldest) {
            throw new NotRetainedException(query.from(), oldest);
        }
        long first = Math.max(query.from(), oldest);
        long last = Math.min(query.to(), newest);
        if (query.sinceMillis() != Long.MIN_VALUE) {
            first = journal.firstAtOrAfter(query.sinceMillis(), first, last + 1);
        }
        if (query.untilMillis() != Long.MAX_VALUE) {
            last = journal.firstAtOrAfter(query.untilMillis() + 1, first, last + 1) - 1;
        }
        return query.backward() ? backward(query, first, last) : forward(query, first, last);
    }

    private Page forward(HistoryQuery query, long first, long last) throws IOException {
        Predicate<Event> wanted = wanted(query);
        List<byte[]> found = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        long looked = first - 1;
        try (JournalEvents.Reader reader = journal.after(first - 1)) {
            while (looked < last
                    && count < query.limit()
                    && bytes < MAX_PAGE_BYTES
                    && looked - first < MAX_EVENTS_READ) {
                Event event = reader.nextThatIsThere();
                looked = event.sequence();
                if (wanted.test(event)) {
                    count++;
                    for (byte[] frame : frames.shared(event)) {
                        found.add(frame);
                        bytes += frame.length;
                    }
                }
            }
        }
        return new Page(found, first, looked, looked < last ? OptionalLong.of(looked + 1) : OptionalLong.empty());
    }

    private Page backward(HistoryQuery query, long first, long last) throws IOException {
        Predicate<Event> wanted = wanted(query);
        Deque<List<byte[]>> found = new ArrayDeque<>();
        long bytes = 0;
        long looked = last + 1;
        // As far as the page reaches if every event is wanted, and ever farther if few are.
        int step = Math.min(query.limit(), MAX_WINDOW_EVENTS);
        while (looked > first
                && found.size() < query.limit()
                && bytes < MAX_PAGE_BYTES
                && last - looked < MAX_EVENTS_READ) {
            long windowEnd = looked - 1;
            looked = Math.max(first, looked - step);
            List<Event> window = window(wanted, looked, windowEnd);
            step = Math.min(2 * step, MAX_WINDOW_EVENTS);
            for (Event event : window.reversed()) {
                if (found.size() == query.limit() || bytes >= MAX_PAGE_BYTES) {
                    return backwardPage(found, event.sequence() + 1, last, first);
                }
                List<byte[]> shown = frames.shared(event);
                for (byte[] frame : shown) {
                    bytes += frame.length;
                }
                found.addFirst(shown);
            }
        }
        return backwardPage(found, looked, last, first);
    }

    private static Page backwardPage(Deque<List<byte[]>> found, long looked, long last, long first) {
        return new Page(
                found.stream().flatMap(List::stream).toList(),
                looked,
                last,
                looked > first ? OptionalLong.of(looked - 1) : OptionalLong.empty());
    }

    private List<Event> window(Predicate<Event> wanted, long first, long last) throws IOException {
        List<Event> found = new ArrayList<>();
        try (JournalEvents.Reader reader = journal.after(first - 1)) {
            for (long sequence = first; sequence <= last; sequence++) {
                Event event = reader.nextThatIsThere();
                if (wanted.test(event)) {
                    found.add(event);
                }
            }
        }
        return found;
    }

    private Predicate<Event> wanted(HistoryQuery query) {
        Predicate<Event> fits = event -> query.filter().accepts(EventFrames.subjects(event));
        return query.text().isEmpty() ? fits : fits.and(new EventText(query.text(), bodies)::isIn);
    }
}
