package io.agentbridge.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gathers a segment's {@link SegmentIndex} while its records are scanned or written, in order. For one thread. */
final class SegmentBuilder {
    /** So much of a segment has to be read at most, and one record more, to come to a sequence in it. */
    private static final long SPACING_BYTES = 512 << 10;

    private final Path segment;
    private final long previousRecord;
    private final long previousSequence;
    private final long previousChain;
    private final SparseIndex index;
    private final List<SparseIndex.Entry> places = new ArrayList<>();
    private long firstTimestampMillis;
    private long lastFrame;
    private long end;

    /** Begins a segment behind {@code before}; its places go to {@code index} as well. */
    SegmentBuilder(Path segment, RecordChain before, SparseIndex index) {
        this.segment = segment;
        this.previousRecord = before.number();
        this.previousSequence = before.lastSequence();
        this.previousChain = before.chain();
        this.index = index;
    }

    /** Goes on behind what is known of a segment. */
    SegmentBuilder(Path segment, SegmentIndex known, SparseIndex index) {
        SegmentSummary summary = known.summary();
        this.segment = segment;
        this.previousRecord = summary.firstRecord() - 1;
        this.previousSequence = summary.previousSequence();
        this.previousChain = summary.previousChain();
        this.index = index;
        this.firstTimestampMillis = summary.firstTimestampMillis();
        this.lastFrame = summary.lastFrame();
        this.end = summary.end();
        known.places().forEach(this::add);
    }

    /**
     * Notes a record.
     *
     * @param number of the record before it, likewise {@code sequence} and {@code chain}
     * @param frame the byte at which it begins
     * @param recordEnd the byte behind it
     */
    void add(long number, long sequence, long chain, long timestampMillis, long frame, long recordEnd) {
        if (places.isEmpty()) {
            firstTimestampMillis = timestampMillis;
        }
        if (places.isEmpty() || frame - places.getLast().frame() >= SPACING_BYTES) {
            add(new SparseIndex.Entry(number, sequence, chain, segment, frame));
        }
        lastFrame = frame;
        end = recordEnd;
    }

    private void add(SparseIndex.Entry place) {
        places.add(place);
        index.add(place);
    }

    /** What was gathered so far; {@code chain} is the chain behind the last record noted. */
    SegmentIndex index(RecordChain chain) {
        if (places.isEmpty()) {
            throw new IllegalStateException("No record of " + segment + " was noted");
        }
        return new SegmentIndex(
                new SegmentSummary(
                        segment.getFileName().toString(),
                        previousRecord + 1,
                        previousSequence,
                        previousChain,
                        chain.number(),
                        chain.lastSequence(),
                        chain.chain(),
                        chain.stateHash(),
                        firstTimestampMillis,
                        chain.timestampMillis(),
                        chain.endsWithMark(),
                        lastFrame,
                        end),
                places);
    }

    Path segment() {
        return segment;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The byte behind the last record noted. */
    long end() {
        return end;
    }
}
