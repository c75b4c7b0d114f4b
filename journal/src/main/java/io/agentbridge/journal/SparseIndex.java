package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where records stand, every so many bytes. Thread-safe; a look-up costs the logarithm of the journal's length. */
final class SparseIndex {
    /**
     * A place to read on from.
     *
     * @param previousNumber the number of the record before it, likewise its last sequence and chain
     * @param frame the byte in the segment at which to read on
     */
    record Entry(long previousNumber, long previousSequence, long previousChain, Path segment, long frame) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Notes a place behind all that were noted before. */
    void add(Entry entry) {
        synchronized (entries) {
            entries.add(entry);
        }
    }

    /** Forgets the places in front of a record, which are not there any more. */
    void removeBefore(long record) {
        synchronized (entries) {
            entries.removeIf(entry -> entry.previousNumber() + 1 < record);
        }
    }

    /** The last noted place before which every event is older than {@code sequence}, or else the first; empty if none is. */
    Optional<Entry> startFor(long sequence) {
        synchronized (entries) {
            int low = 0;
            int high = entries.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (entries.get(middle).previousSequence() < sequence - 1) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(low));
        }
    }

    /**
     * Looks a place up in the index files of a journal: the last known one before which every event is older than {@code sequence};
     * empty if that is the journal's beginning. Time linear in the segments behind it, a small file each.
     */
    static Optional<Entry> find(List<Path> segments, Framing framing, long sequence) throws IOException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Path segment = segments.get(i);
            Optional<SegmentIndex> found = SegmentIndex.read(segment);
            if (found.isPresent()
                    && found.get().summary().previousSequence() < sequence - 1
                    && found.get().matches(segment, framing)) {
                var places = new SparseIndex();
                found.get().places().forEach(places::add);
                places.add(found.get().end(segment));
                return places.startFor(sequence);
            }
        }
        return Optional.empty();
    }
}
