package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server can go on from behind damage: a snapshot whose state is the one that a whole record there bears, and the whole records
 * that follow that one, each from the one before. What stands between the damage and the snapshot is in neither.
 *
 * @param base where the journal that they make begins, not bound to a segment yet
 * @param snapshot where the snapshot stands
 * @param last behind the last record
 */
record Continuation(Base base, Path snapshot, RecordChain last) {
    /** Looks for the newest run of records that a snapshot leads into; of its snapshots the oldest counts. */
    static Optional<Continuation> find(Framing framing, List<Path> segments, Damage damage, SnapshotVerifier snapshots)
            throws IOException {
        var search = new Search(snapshots);
        walk(framing, segments, damage, search);
        return search.newest;
    }

    /** Puts the records behind the snapshot into {@code copy}, byte for byte, and shows them to {@code visitor}. */
    void copyRecords(Framing framing, List<Path> segments, Damage damage, StoredJournal copy, RecordVisitor visitor)
            throws IOException {
        walk(framing, segments, damage, new Copying(base, last.number(), copy, visitor));
    }

    long records() {
        return last.number() - base.firstRecord() + 1;
    }

    /** Told of each whole record behind damage. */
    private interface Visitor {
        /**
         * @param begins whether it does not follow from the record before
         * @param chain behind this record
         */
        void record(boolean begins, RecordChain chain, byte[] bytes, int offset, int length) throws IOException;
    }

    private static void walk(Framing framing, List<Path> segments, Damage damage, Visitor visitor) throws IOException {
        Optional<RecordChain> before = Optional.empty();
        for (Path segment : segments.subList(Math.max(0, segments.indexOf(damage.segment())), segments.size())) {
            long from = segment.equals(damage.segment()) ? damage.offset() : 0;
            try (var reader = SegmentReader.ofWhatCanBeRead(segment, framing, 0)) {
                for (long at = reader.findRecord(from); at >= 0; at = reader.findRecord(at + reader.recordLength())) {
                    byte[] bytes = reader.bytes();
                    int offset = reader.recordOffset();
                    int length = reader.recordLength();
                    boolean follows = before.isPresent()
                            && before.get().advance(bytes, offset, length).isEmpty();
                    RecordChain chain = follows ? before.get() : RecordChain.behind(bytes, offset, length);
                    visitor.record(!follows, chain, bytes, offset, length);
                    before = Optional.of(chain);
                }
            }
        }
    }

    private static final class Search implements Visitor {
        private final SnapshotVerifier snapshots;
        private Optional<Continuation> ofThisRun = Optional.empty();
        private Optional<Continuation> newest = Optional.empty();

        Search(SnapshotVerifier snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public void record(boolean begins, RecordChain chain, byte[] bytes, int offset, int length) {
            if (begins) {
                ofThisRun = Optional.empty();
            }
            if (ofThisRun.isPresent()) {
                // The chain is the run's own, and goes on with it.
                newest = ofThisRun;
            } else {
                ofThisRun = snapshots
                        .of(chain.lastSequence(), chain.stateHash())
                        .map(file -> new Continuation(Base.behind(chain), file, chain));
            }
        }
    }

    private static final class Copying implements Visitor {
        private final Base base;
        private final long lastRecord;
        private final StoredJournal copy;
        private final RecordVisitor visitor;
        private long copied;
        private boolean inTheRun;

        Copying(Base base, long lastRecord, StoredJournal copy, RecordVisitor visitor) {
            this.base = base;
            this.lastRecord = lastRecord;
            this.copy = copy;
            this.visitor = visitor;
            this.copied = base.firstRecord() - 1;
        }

        @Override
        public void record(boolean begins, RecordChain chain, byte[] bytes, int offset, int length) throws IOException {
            boolean isBeforeTheFirst =
                    chain.number() == base.firstRecord() - 1 && chain.chain() == base.previousChain();
            inTheRun = isBeforeTheFirst || (inTheRun && !begins);
            // A run may stand there twice.
            if (inTheRun && chain.number() == copied + 1 && chain.number() <= lastRecord) {
                copy.copy(bytes, offset, length);
                visitor.visit(bytes, offset, length);
                copied++;
            }
        }
    }
}
