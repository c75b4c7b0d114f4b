package io.agentbridge.engine;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind by id, in the order of their creation, with their hash and their size. Retired ones are evicted in the
 * order of their end, and of their creation where that is equal: an order that a snapshot preserves.
 */
final class Store<T> {
    private final Function<T, String> id;
    private final ToLongFunction<T> hasher;
    private final ToLongFunction<T> sizer;
    private final LinkedHashMap<String, Entry<T>> entries = new LinkedHashMap<>();
    private final Retirement<Entry<T>> retired = new Retirement<>();
    private final Collection<T> values = new Values<>(entries);
    private long ordinals;
    private long hash;
    private long bytes;
    private long putBytes;

    Store(Function<T, String> id, ToLongFunction<T> hasher, ToLongFunction<T> sizer) {
        this.id = id;
        this.hasher = hasher;
        this.sizer = sizer;
    }

    /** An object and its place. */
    static final class Entry<T> implements Comparable<Entry<T>> {
        private final long ordinal;
        private T value;
        private long hash;
        private long bytes;
        private long endedAtMillis = -1;

        private Entry(long ordinal, T value) {
            this.ordinal = ordinal;
            this.value = value;
        }

        T value() {
            return value;
        }

        /** Rises from one created object to the next. */
        long ordinal() {
            return ordinal;
        }

        long endedAtMillis() {
            return endedAtMillis;
        }

        @Override
        public int compareTo(Entry<T> other) {
            int byEnd = Long.compare(endedAtMillis, other.endedAtMillis);
            return byEnd != 0 ? byEnd : Long.compare(ordinal, other.ordinal);
        }
    }

    /** Adds the object, or puts it in the place of the one with its id. */
    Entry<T> put(T value) {
        return put(entry(id.apply(value)), value);
    }

    /** Puts the object in the place of {@code known}, the entry with its id, or adds it if that is null. */
    Entry<T> put(@Nullable Entry<T> known, T value) {
        Entry<T> entry = known;
        if (entry == null) {
            entry = new Entry<>(ordinals++, value);
            entries.put(id.apply(value), entry);
        } else if (entry.endedAtMillis >= 0) {
            throw new IllegalStateException(id.apply(value) + " has ended and cannot change any more");
        }
        hash -= entry.hash;
        bytes -= entry.bytes;
        entry.value = value;
        entry.hash = hasher.applyAsLong(value);
        entry.bytes = sizer.applyAsLong(value);
        hash += entry.hash;
        bytes += entry.bytes;
        putBytes += entry.bytes;
        return entry;
    }

    @Nullable
    Entry<T> entry(String key) {
        return entries.get(key);
    }

    @Nullable
    T find(String key) {
        Entry<T> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    /** Lets the object be evicted when its turn comes; it cannot change any more. */
    void retire(Entry<T> entry, long endedAtMillis) {
        if (entry.endedAtMillis >= 0) {
            throw new IllegalStateException(id.apply(entry.value) + " ended twice");
        }
        entry.endedAtMillis = endedAtMillis;
        retired.add(entry);
    }

    /** Keeps the object from being evicted again. O(retired objects). */
    void keep(Entry<T> entry) {
        if (entry.endedAtMillis >= 0) {
            retired.remove(entry);
            entry.endedAtMillis = -1;
        }
    }

    int retiredCount() {
        return retired.size();
    }

    /** When the next one to be evicted ended, {@link Long#MAX_VALUE} if there is none. */
    long oldestEndMillis() {
        Entry<T> oldest = retired.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.endedAtMillis;
    }

    void evictOldest() {
        Entry<T> oldest = retired.poll();
        if (oldest == null) {
            throw new IllegalStateException("nothing to evict");
        }
        entries.remove(id.apply(oldest.value));
        hash -= oldest.hash;
        bytes -= oldest.bytes;
    }

    /** The objects in the order of their creation; a view. */
    Collection<T> values() {
        return values;
    }

    /** The entries in the order of their creation; a view. */
    Collection<Entry<T>> all() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    long hash() {
        return hash;
    }

    long bytes() {
        return bytes;
    }

    /** What all objects that were ever put here took up; only how it grows says something. */
    long putBytes() {
        return putBytes;
    }

    private static final class Values<T> extends AbstractCollection<T> {
        private final Map<String, Entry<T>> entries;

        private Values(Map<String, Entry<T>> entries) {
            this.entries = entries;
        }

        @Override
        public Iterator<T> iterator() {
            Iterator<Entry<T>> source = entries.values().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return source.hasNext();
                }

                @Override
                public T next() {
                    return source.next().value;
                }
            };
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
