package io.agentbridge.journal;

import java.util.Optional;

/** Where a walk over the records stands, and whether a record may come next. Not thread-safe. */
final class RecordChain {
    private long number;
    private long lastSequence;
    private long chain;
    private long stateHash;
    private long timestampMillis;
    private long forcedThrough;
    private boolean mark;

    /** Before the first record. */
    RecordChain() {}

    /** Behind the record {@code number}. */
    RecordChain(long number, long lastSequence, long chain) {
        this.number = number;
        this.lastSequence = lastSequence;
        this.chain = chain;
    }

    /** Behind the last record of a segment that need not be read. */
    static RecordChain behind(SegmentSummary segment) {
        var chain = new RecordChain();
        chain.moveTo(
                segment.lastRecord(),
                segment.lastSequence(),
                segment.lastChain(),
                segment.stateHash(),
                segment.lastTimestampMillis(),
                segment.endsWithMark());
        return chain;
    }

    /** Behind a whole record of which nothing else is known. */
    static RecordChain behind(byte[] bytes, int offset, int length) {
        var chain = new RecordChain();
        chain.moveTo(
                RecordFormat.number(bytes, offset),
                RecordFormat.firstSequence(bytes, offset) + RecordFormat.eventCount(bytes, offset) - 1,
                RecordFormat.chain(bytes, offset),
                RecordFormat.stateHash(bytes, offset),
                RecordFormat.timestampMillis(bytes, offset),
                length == RecordFormat.HEADER_BYTES);
        return chain;
    }

    /** Goes on to the record at {@code offset}, itself found whole; or says why it cannot follow, and stays. */
    Optional<String> advance(byte[] bytes, int offset, int length) {
        long nextNumber = RecordFormat.number(bytes, offset);
        if (nextNumber != number + 1) {
            return Optional.of("record " + nextNumber + " stands where " + (number + 1) + " belongs");
        }
        long firstSequence = RecordFormat.firstSequence(bytes, offset);
        if (firstSequence != lastSequence + 1) {
            return Optional.of("its first sequence is " + firstSequence + " where " + (lastSequence + 1) + " belongs");
        }
        long nextChain = RecordFormat.chain(bytes, offset);
        if (nextChain != RecordFormat.chain(chain, bytes, offset, length)) {
            return Optional.of("its chained hash does not follow from the records before it");
        }
        if (RecordFormat.forcedThrough(bytes, offset) > number) {
            return Optional.of("it claims that later records were forced before it");
        }
        moveTo(
                nextNumber,
                lastSequence + RecordFormat.eventCount(bytes, offset),
                nextChain,
                RecordFormat.stateHash(bytes, offset),
                RecordFormat.timestampMillis(bytes, offset),
                length == RecordFormat.HEADER_BYTES);
        forcedThrough = Math.max(forcedThrough, RecordFormat.forcedThrough(bytes, offset));
        return Optional.empty();
    }

    void moveTo(
            long nextNumber,
            long nextLastSequence,
            long nextChain,
            long nextStateHash,
            long nextTimestampMillis,
            boolean isMark) {
        number = nextNumber;
        lastSequence = nextLastSequence;
        chain = nextChain;
        stateHash = nextStateHash;
        timestampMillis = nextTimestampMillis;
        mark = isMark;
    }

    long number() {
        return number;
    }

    long lastSequence() {
        return lastSequence;
    }

    long chain() {
        return chain;
    }

    long stateHash() {
        return stateHash;
    }

    long timestampMillis() {
        return timestampMillis;
    }

    /** The highest record number that a record seen here says was forced. */
    long forcedThrough() {
        return forcedThrough;
    }

    boolean endsWithMark() {
        return mark;
    }
}
