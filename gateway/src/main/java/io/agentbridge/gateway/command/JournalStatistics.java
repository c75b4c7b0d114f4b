package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** What can be counted of a journal, record by record. */
final class JournalStatistics {
    private static final int LARGEST_SHOWN = 5;
    private static final long MINUTE_MILLIS = 60_000;

    /** A record that is worth a look for its size. */
    record Large(long sequence, EventType type, long bytes) {}

    private final Map<EventType, Long> eventsByType = new EnumMap<>(EventType.class);
    private final PriorityQueue<Large> largest = new PriorityQueue<>(Comparator.comparingLong(Large::bytes));
    private long records;
    private long events;
    private long bytes;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private long firstSequence;
    private long minute = Long.MIN_VALUE;
    private long inMinute;
    private long busiestMinute;
    private long busiestCount;

    /** Counts a record that holds these events and takes so many bytes. */
    void add(List<Event> held, long recordBytes) {
        records++;
        bytes += recordBytes;
        if (held.isEmpty()) {
            return;
        }
        for (Event event : held) {
            events++;
            eventsByType.merge(EventType.of(event.fact()), 1L, Long::sum);
            count(event.timestampMillis());
        }
        Event first = held.getFirst();
        firstSequence = firstSequence == 0 ? first.sequence() : firstSequence;
        largest.add(new Large(first.sequence(), EventType.of(first.fact()), recordBytes));
        if (largest.size() > LARGEST_SHOWN) {
            largest.remove();
        }
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

    /** How many events of each type, the most frequent first. */
    List<Map.Entry<EventType, Long>> byType() {
        return eventsByType.entrySet().stream()
                .sorted(Map.Entry.<EventType, Long>comparingByValue().reversed())
                .toList();
    }

    /** The records that take most, the largest first. */
    List<Large> largest() {
        return largest.stream()
                .sorted(Comparator.comparingLong(Large::bytes).reversed())
                .toList();
    }
}
