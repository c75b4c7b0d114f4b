package io.agentbridge.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where every {@value #SPACING}th record stands. Thread-safe; a look-up costs the logarithm of the journal's length. */
final class SparseIndex {
    static final int SPACING = 1024;

    /**
     * A place to read on from.
     *
     * @param previousNumber the number of the record before it, likewise its last sequence and chain
     * @param frame the byte in the segment at which to read on
     */
    record Entry(long previousNumber, long previousSequence, long previousChain, Path segment, long frame) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Notes a record if it is one to be noted; called for all, in order. */
    void add(long previousNumber, long previousSequence, long previousChain, Path segment, long frame) {
        if (previousNumber % SPACING == 0) {
            synchronized (entries) {
                entries.add(new Entry(previousNumber, previousSequence, previousChain, segment, frame));
            }
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
}
