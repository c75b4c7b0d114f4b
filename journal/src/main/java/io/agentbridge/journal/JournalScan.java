package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a journal as it stands on disk, from its base: every record's checksum, number, sequences and chain; and where
 * that stops, whether records stand behind. Changes nothing.
 */
final class JournalScan {
    private final Framing framing;
    private final SparseIndex index;
    private final RecordVisitor visitor;
    private final Care care;
    private final long firstRecord;
    private RecordChain chain;
    private long indexedThrough;
    private long forcedThrough;
    private long events;
    private long marks;
    private Optional<Damage> damage = Optional.empty();
    private Optional<Tail> tail = Optional.empty();
    private final List<SegmentIndex> finished = new ArrayList<>();
    private final List<SegmentIndex> unindexed = new ArrayList<>();
    private Optional<SegmentBuilder> newest = Optional.empty();

    /** How much is taken for granted. */
    private enum Care {
        /** What an index file covers, if it agrees with the first and the last record of its segment. */
        TRUST_INDEXES,
        READ_ALL,
        /** Also where the disk does not give everything. */
        READ_WHAT_CAN_BE
    }

    /**
     * Where the last whole record ends.
     *
     * @param found what follows it
     * @param endOfData the end of the bytes in the file that are not zero
     * @param hasRecords whether a record in order stands before it in the same segment
     */
    record Tail(Path segment, long offset, SegmentReader.Found found, long endOfData, boolean hasRecords) {
        boolean isIncomplete() {
            return found.isIncomplete();
        }

        /** Whether a writer may go on right here. */
        boolean isBlank() {
            return found == SegmentReader.Found.END && endOfData == offset;
        }
    }

    private JournalScan(Framing framing, SparseIndex index, RecordVisitor visitor, Base base, Care care) {
        this.framing = framing;
        this.index = index;
        this.visitor = visitor;
        this.firstRecord = base.firstRecord();
        this.chain = base.chain();
        this.care = care;
    }

    /** Scans these segments of a directory, oldest first, and notes places in {@code index}. Time linear in their bytes. */
    static JournalScan of(Path directory, List<Path> segments, Framing framing, SparseIndex index) throws IOException {
        return of(directory, segments, framing, index, RecordVisitor.NONE);
    }

    /** The same, and shows every record that is in order to {@code visitor}. */
    static JournalScan of(
            Path directory, List<Path> segments, Framing framing, SparseIndex index, RecordVisitor visitor)
            throws IOException {
        return scan(directory, segments, framing, index, visitor, Care.READ_ALL);
    }

    /** The same, but what the disk does not give is damage, like what is not as it was written: for looking only. */
    static JournalScan ofWhatCanBeRead(Path directory, List<Path> segments, Framing framing, RecordVisitor visitor)
            throws IOException {
        return scan(directory, segments, framing, new SparseIndex(), visitor, Care.READ_WHAT_CAN_BE);
    }

    /**
     * The same, but of a segment whose index file agrees with its first and last record only what the index does not cover is read;
     * damage in the rest is found by whoever reads it. Time linear in the number of segments and in the bytes that are not covered.
     */
    static JournalScan bounded(Path directory, List<Path> segments, Framing framing, SparseIndex index)
            throws IOException {
        return scan(directory, segments, framing, index, RecordVisitor.NONE, Care.TRUST_INDEXES);
    }

    private static JournalScan scan(
            Path directory, List<Path> segments, Framing framing, SparseIndex index, RecordVisitor visitor, Care care)
            throws IOException {
        Base base = Base.read(directory);
        var scan = new JournalScan(framing, index, visitor, base, care);
        scan.noteWhatWasForced(directory, base);
        List<Path> retained = base.retained(segments);
        for (int i = 0; i < retained.size() && scan.damage.isEmpty(); i++) {
            scan.walk(retained.get(i), retained.subList(i + 1, retained.size()));
        }
        return scan;
    }

    /** An index is only written of what is on disk, so it also tells of a segment that is missing. */
    private void noteWhatWasForced(Path directory, Base base) throws IOException {
        for (Path file : SegmentIndex.filesIn(directory, framing)) {
            if (!base.isBehind(file.getFileName().toString())) {
                SegmentIndex.read(SegmentIndex.segmentOf(file))
                        .ifPresent(known -> indexedThrough =
                                Math.max(indexedThrough, known.summary().lastRecord()));
            }
        }
        forcedThrough = indexedThrough;
    }

    private void walk(Path segment, List<Path> later) throws IOException {
        Optional<SegmentIndex> known = care == Care.TRUST_INDEXES ? known(segment) : Optional.empty();
        long before = chain.number();
        long from = 0;
        SegmentBuilder builder;
        if (known.isPresent()) {
            SegmentSummary summary = known.get().summary();
            builder = new SegmentBuilder(segment, known.get(), index);
            chain = RecordChain.behind(summary);
            from = summary.end();
        } else {
            builder = new SegmentBuilder(segment, chain, index);
        }
        if (known.isPresent() && !later.isEmpty() && isSealed(segment, from)) {
            finished.add(known.get());
            return;
        }
        try (var reader = open(segment, from)) {
            walk(reader, builder, before, later);
        }
        if (!builder.isEmpty()) {
            SegmentIndex covered = builder.index(chain);
            if (later.isEmpty()) {
                newest = Optional.of(builder);
            } else {
                finished.add(covered);
            }
            if (known.isEmpty() || known.get().summary().end() != builder.end()) {
                unindexed.add(covered);
            }
        }
    }

    private SegmentReader open(Path segment, long from) throws IOException {
        return switch (care) {
            case TRUST_INDEXES, READ_ALL -> new SegmentReader(segment, framing, from);
            case READ_WHAT_CAN_BE -> SegmentReader.ofWhatCanBeRead(segment, framing, from);
        };
    }

    private Optional<SegmentIndex> known(Path segment) throws IOException {
        Optional<SegmentIndex> found = SegmentIndex.read(segment);
        return found.isPresent()
                        && found.get().summary().follows(chain)
                        && found.get().matches(segment, framing)
                ? found
                : Optional.empty();
    }

    private boolean isSealed(Path segment, long from) throws IOException {
        try (var reader = new SegmentReader(segment, framing, from)) {
            return reader.next() == SegmentReader.Found.SEALED;
        }
    }

    private void walk(SegmentReader reader, SegmentBuilder builder, long before, List<Path> later) throws IOException {
        while (true) {
            long frame = reader.position();
            long number = chain.number();
            long sequence = chain.lastSequence();
            long link = chain.chain();
            var found = reader.next();
            long behind = found == SegmentReader.Found.RECORD ? 0 : countBehind(reader, found);
            if (behind > 0 && found.isIncomplete()) {
                // It is a hole, or a writer at work has gone on meanwhile.
                found = reader.next();
            }
            if (found != SegmentReader.Found.RECORD) {
                judge(reader, reader.position(), found, reader.damage(), behind, chain.number() > before, later);
                return;
            }
            var problem = chain.advance(reader.bytes(), reader.recordOffset(), reader.recordLength());
            if (problem.isPresent()) {
                long fromHere = countBehind(reader, frame);
                judge(
                        reader,
                        frame,
                        SegmentReader.Found.DAMAGED,
                        problem.get(),
                        fromHere,
                        chain.number() > before,
                        later);
                return;
            }
            builder.add(number, sequence, link, chain.timestampMillis(), frame, reader.position());
            visitor.visit(reader.bytes(), reader.recordOffset(), reader.recordLength());
            events += chain.lastSequence() - sequence;
            marks += chain.endsWithMark() ? 1 : 0;
        }
    }

    /**
     * Decides what the end of a segment means, by what stands behind it.
     *
     * @param recordsBehind whole records behind it in the same segment
     */
    private void judge(
            SegmentReader reader,
            long offset,
            SegmentReader.Found found,
            String problem,
            long recordsBehind,
            boolean hasRecords,
            List<Path> later)
            throws IOException {
        forcedThrough = Math.max(forcedThrough, chain.forcedThrough());
        var end = new Tail(reader.file(), offset, found, Math.max(offset, reader.endOfData(offset)), hasRecords);
        tail = Optional.of(end);
        long behind = recordsBehind;
        boolean blank = end.isBlank() || (found == SegmentReader.Found.END && !later.isEmpty());
        if ((blank || found == SegmentReader.Found.SEALED) && behind == 0) {
            return;
        }
        for (Path segment : later) {
            try (var next = open(segment, 0)) {
                behind += countBehind(next, 0);
            }
        }
        String reason =
                switch (found) {
                    case END ->
                        behind == 0
                                ? "a record was begun and not completed"
                                : "nothing stands here, but whole records stand behind it";
                    case SEALED -> "the segment is sealed here, but whole records stand behind it";
                    case UNFINISHED -> "a record was begun and not completed";
                    case DAMAGED, RECORD -> problem;
                };
        damage = Optional.of(
                new Damage(chain.number() + 1, chain.lastSequence() + 1, reader.file(), offset, reason, behind));
    }

    private long countBehind(SegmentReader reader, SegmentReader.Found found) throws IOException {
        // Chronicle writes a document's header last: a record right here without one was not appended, whole or not.
        return countBehind(reader, found.isIncomplete() ? framing.behind(reader.position()) : reader.position());
    }

    private long countBehind(SegmentReader reader, long from) throws IOException {
        long count = 0;
        long at = reader.findRecord(from);
        while (at >= 0) {
            count++;
            forcedThrough = Math.max(forcedThrough, RecordFormat.forcedThrough(reader.bytes(), reader.recordOffset()));
            at = reader.findRecord(at + reader.recordLength());
        }
        return count;
    }

    /** What is wrong if a scan without damage ends before the record that was sealed or indexed, or at another one. */
    Optional<Damage> missing(Path directory, Seal seal) {
        Path segment = tail.map(Tail::segment).orElse(directory);
        long offset = tail.map(Tail::offset).orElse(0L);
        long known = Math.max(seal.record(), indexedThrough);
        if (chain.number() < known) {
            String reason = "nothing more stands here, but record " + known + " was "
                    + (known == seal.record() ? "sealed" : "indexed") + ": the end is missing";
            return Optional.of(new Damage(chain.number() + 1, chain.lastSequence() + 1, segment, offset, reason, 0));
        }
        if (chain.number() == seal.record() && chain.chain() != seal.chain()) {
            String reason = "the journal and its file journal.seal are not of the same history";
            return Optional.of(new Damage(chain.number(), chain.lastSequence(), segment, offset, reason, 0));
        }
        return Optional.empty();
    }

    /** The number of the oldest record that is not deleted, and that the scan began with. */
    long firstRecord() {
        return firstRecord;
    }

    /** Behind the last record that is in order. */
    RecordChain chain() {
        return chain;
    }

    /** The highest record number that any whole record, in order or not, says was forced. */
    long forcedThrough() {
        return forcedThrough;
    }

    long events() {
        return events;
    }

    long marks() {
        return marks;
    }

    Optional<Damage> damage() {
        return damage;
    }

    /** The segments before the newest, as far as they are in order. */
    List<SegmentIndex> finished() {
        return finished;
    }

    /** The newest segment, if a record in order stands in it and nothing before it is damaged. */
    Optional<SegmentBuilder> newest() {
        return newest;
    }

    /** Of the segments whose index files are missing or do not cover all that was found in order. */
    List<SegmentIndex> unindexed() {
        return unindexed;
    }

    /** The end of the last segment looked at; empty if there are no segments. */
    Optional<Tail> tail() {
        return tail;
    }
}
