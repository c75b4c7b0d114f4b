package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** What can be counted of a journal, step by step. */
final class JournalStatistics {
    private static final int LARGEST_SHOWN = 5;
    private static final long MINUTE_MILLIS = 60_000;

    /** A step that is worth a look for its size. */
    record Large(long sequence, EventType type, long bytes) {}

    /** All events of a type; their bytes are an equal share of what their steps take. */
    record OfType(EventType type, long events, long bytes) {
        private OfType plus(OfType other) {
            return new OfType(type, events + other.events, bytes + other.bytes);
        }
    }

    private final Map<EventType, OfType> byType = new EnumMap<>(EventType.class);
    private final PriorityQueue<Large> largest = new PriorityQueue<>(Comparator.comparingLong(Large::bytes));
    private long records;
    private long events;
    private long bytes;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private long firstSequence;
    private long lastSequence;
    private long minute = Long.MIN_VALUE;
    private long inMinute;
    private long busiestMinute;
    private long busiestCount;

    /** Counts those that are wanted of the events of a step that takes so many bytes. */
    void add(List<Event> held, Predicate<Event> wanted, long stepBytes) {
        long counted = events;
        long before = bytes;
        for (int i = 0; i < held.size(); i++) {
            if (wanted.test(held.get(i))) {
                // The shares of all events together are the step, whatever is left by the division.
                count(held.get(i), stepBytes * (i + 1) / held.size() - stepBytes * i / held.size());
            }
        }
        if (events > counted) {
            records++;
            note(new Large(
                    held.getFirst().sequence(), EventType.of(held.getFirst().fact()), bytes - before));
        }
    }

    private void note(Large step) {
        largest.add(step);
        if (largest.size() > LARGEST_SHOWN) {
            largest.remove();
        }
    }

    private void count(Event event, long share) {
        EventType type = EventType.of(event.fact());
        byType.merge(type, new OfType(type, 1, share), OfType::plus);
        events++;
        bytes += share;
        firstSequence = firstSequence == 0 ? event.sequence() : firstSequence;
        lastSequence = event.sequence();
        count(event.timestampMillis());
    }

    private void count(long timestampMillis) {
        firstMillis = Math.min(firstMillis, timestampMillis);
        lastMillis = Math.max(lastMillis, timestampMillis);
        long now = Math.floorDiv(timestampMillis, MINUTE_MILLIS);
        inMinute = now == minute ? inMinute + 1 : 1;
        minute = now;
        if (inMinute > busiestCount) {
            busiestCount = inMinute;
            busiestMinute = now;
        }
    }

    /** Steps of which an event was counted. */
    long records() {
        return records;
    }

    long events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    long busiestMinuteMillis() {
        return busiestMinute * MINUTE_MILLIS;
    }

    long busiestMinuteEvents() {
        return busiestCount;
    }

    /** What was counted of each type, the most frequent first. */
    List<OfType> byType() {
        return byType.values().stream()
                .sorted(Comparator.comparingLong(OfType::events).reversed())
                .toList();
    }

    /** The steps that take most, the largest first. */
    List<Large> largest() {
        return largest.stream()
                .sorted(Comparator.comparingLong(Large::bytes).reversed())
                .toList();
    }
}
