package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a whole journal as it stands on disk: every record's checksum, number, sequences and chain; and where that
 * stops, whether records stand behind. Changes nothing.
 */
final class JournalScan {
    private final Framing framing;
    private final SparseIndex index;
    private final RecordVisitor visitor;
    private final RecordChain chain = new RecordChain();
    private long forcedThrough;
    private long events;
    private long marks;
    private Optional<Damage> damage = Optional.empty();
    private Optional<Tail> tail = Optional.empty();

    /**
     * Where the last whole record ends.
     *
     * @param found what follows it
     * @param endOfData the end of the bytes in the file that are not zero
     * @param hasRecords whether a record in order stands before it in the same segment
     */
    record Tail(Path segment, long offset, SegmentReader.Found found, long endOfData, boolean hasRecords) {
        /** Whether a record was begun here and not completed, or none was. */
        boolean isIncomplete() {
            return found == SegmentReader.Found.END || found == SegmentReader.Found.UNFINISHED;
        }

        /** Whether a writer may go on right here. */
        boolean isBlank() {
            return found == SegmentReader.Found.END && endOfData == offset;
        }
    }

    private JournalScan(Framing framing, SparseIndex index, RecordVisitor visitor) {
        this.framing = framing;
        this.index = index;
        this.visitor = visitor;
    }

    /** Scans the segments, oldest first, and notes their records in {@code index}. Time linear in their bytes. */
    static JournalScan of(List<Path> segments, Framing framing, SparseIndex index) throws IOException {
        return of(segments, framing, index, RecordVisitor.NONE);
    }

    /** The same, and shows every record that is in order to {@code visitor}. */
    static JournalScan of(List<Path> segments, Framing framing, SparseIndex index, RecordVisitor visitor)
            throws IOException {
        var scan = new JournalScan(framing, index, visitor);
        for (int i = 0; i < segments.size() && scan.damage.isEmpty(); i++) {
            scan.walk(segments.get(i), segments.subList(i + 1, segments.size()));
        }
        return scan;
    }

    private void walk(Path segment, List<Path> later) throws IOException {
        try (var reader = new SegmentReader(segment, framing, 0)) {
            long before = chain.number();
            while (true) {
                long frame = reader.position();
                long number = chain.number();
                long sequence = chain.lastSequence();
                long link = chain.chain();
                var found = reader.next();
                if (found == SegmentReader.Found.RECORD) {
                    var problem = chain.advance(reader.bytes(), reader.recordOffset(), reader.recordLength());
                    if (problem.isPresent()) {
                        judge(
                                reader,
                                frame,
                                SegmentReader.Found.DAMAGED,
                                problem.get(),
                                chain.number() > before,
                                later);
                        return;
                    }
                    index.add(number, sequence, link, segment, frame);
                    visitor.visit(reader.bytes(), reader.recordOffset(), reader.recordLength());
                    events += chain.lastSequence() - sequence;
                    marks += chain.endsWithMark() ? 1 : 0;
                } else {
                    judge(reader, reader.position(), found, reader.damage(), chain.number() > before, later);
                    return;
                }
            }
        }
    }

    /** Decides what the end of a segment means, by what stands behind it. */
    private void judge(
            SegmentReader reader,
            long offset,
            SegmentReader.Found found,
            String problem,
            boolean hasRecords,
            List<Path> later)
            throws IOException {
        forcedThrough = Math.max(forcedThrough, chain.forcedThrough());
        var end = new Tail(reader.file(), offset, found, Math.max(offset, reader.endOfData(offset)), hasRecords);
        tail = Optional.of(end);
        // Chronicle writes a document's header last: a record right here without one was not appended, whole or not.
        long behind = countBehind(reader, end.isIncomplete() ? framing.behind(offset) : offset);
        boolean blank = end.isBlank() || (found == SegmentReader.Found.END && !later.isEmpty());
        if ((blank || found == SegmentReader.Found.SEALED) && behind == 0) {
            return;
        }
        for (Path segment : later) {
            try (var next = new SegmentReader(segment, framing, 0)) {
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

    /** What is wrong if a scan without damage ends before the record that was sealed, or at another one. */
    Optional<Damage> missing(Path directory, Seal seal) {
        Path segment = tail.map(Tail::segment).orElse(directory);
        long offset = tail.map(Tail::offset).orElse(0L);
        if (chain.number() < seal.record()) {
            String reason = "nothing more stands here, but record " + seal.record() + " was sealed: the end is missing";
            return Optional.of(new Damage(chain.number() + 1, chain.lastSequence() + 1, segment, offset, reason, 0));
        }
        if (chain.number() == seal.record() && chain.chain() != seal.chain()) {
            String reason = "the journal and its file journal.seal are not of the same history";
            return Optional.of(new Damage(chain.number(), chain.lastSequence(), segment, offset, reason, 0));
        }
        return Optional.empty();
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

    /** The end of the last segment looked at; empty if there are no segments. */
    Optional<Tail> tail() {
        return tail;
    }
}
