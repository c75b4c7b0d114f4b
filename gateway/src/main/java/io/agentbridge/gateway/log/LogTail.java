package io.agentbridge.gateway.log;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest published entries, bounded in number and bytes. One thread appends; any number read without locks.
 *
 * <p>Readers address entries by position. An entry that is gone is read from the journal instead, which is why nothing ever waits
 * for a slow reader.
 */
public final class LogTail {
    private final AtomicReferenceArray<@Nullable TailEntry> slots;
    private final int mask;
    private final long maxBytes;
    private long bytes;
    private volatile long oldest = 1;
    private volatile long newest;
    private volatile long evictedThrough;
    private volatile long newestSequence;

    /**
     * @param maxEntries a power of two
     * @param maxBytes what the entries may count for together; the newest entry stays whatever its size
     * @param sequence the newest event before the first entry
     */
    public LogTail(int maxEntries, long maxBytes, long sequence) {
        if (Integer.bitCount(maxEntries) != 1) {
            throw new IllegalArgumentException("maxEntries must be a power of two, not " + maxEntries);
        }
        this.slots = new AtomicReferenceArray<>(maxEntries);
        this.mask = maxEntries - 1;
        this.maxBytes = maxBytes;
        this.evictedThrough = sequence;
        this.newestSequence = sequence;
    }

    /** Appends the next entry, evicting what no longer fits. Publishing thread only. */
    public void append(TailEntry entry) {
        if (entry.position() != newest + 1) {
            throw new IllegalStateException("position " + entry.position() + " appended after " + newest);
        }
        bytes += entry.bytes();
        long first = oldest;
        while (first < entry.position() && (bytes > maxBytes || entry.position() - first > mask)) {
            int slot = (int) (first & mask);
            TailEntry evicted = slots.get(slot);
            if (evicted == null) {
                throw new IllegalStateException("no entry at the tail's oldest position " + first);
            }
            bytes -= evicted.bytes();
            // Said before the slot is empty: a reader that misses the entry knows that it was there.
            evictedThrough = evicted.sequence();
            slots.set(slot, null);
            first++;
            oldest = first;
        }
        slots.set((int) (entry.position() & mask), entry);
        newestSequence = entry.sequence();
        newest = entry.position();
    }

    /** The entry at a position, or null if it is evicted or not appended yet. */
    public @Nullable TailEntry get(long position) {
        TailEntry entry = slots.get((int) (position & mask));
        return entry != null && entry.position() == position ? entry : null;
    }

    /** The position of the oldest entry that is kept, or of the first to come. */
    public long oldest() {
        return oldest;
    }

    /** The position of the newest entry, 0 for none. */
    public long newest() {
        return newest;
    }

    /** The sequence of the newest published event. */
    public long newestSequence() {
        return newestSequence;
    }

    /** Whether the position was evicted; otherwise {@link #get} finds it or it is yet to come. */
    public boolean isEvicted(long position) {
        return position < oldest;
    }

    /**
     * The position of the first entry after an event, for a reader that has seen everything up to that event; -1 if entries
     * after it are gone. O(log n).
     */
    public long positionAfter(long sequence) {
        long low = oldest;
        long high = newest + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            TailEntry entry = get(middle);
            if (entry == null) {
                low = Math.max(oldest, middle + 1);
            } else if (entry.sequence() > sequence) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        // Checked last: eviction moves on while this searches.
        return sequence < evictedThrough ? -1 : low;
    }
}
