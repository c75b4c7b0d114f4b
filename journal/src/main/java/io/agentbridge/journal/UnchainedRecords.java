package io.agentbridge.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Whole records that stand behind damage: nothing shows that they follow what is before it, so no journal may hold them, but people
 * may read them. Written to a text file, each with what it is and, as lines, what it holds. Not thread-safe.
 */
public final class UnchainedRecords {
    /**
     * What was found behind the damage.
     *
     * @param records whole records
     * @param later different ones of them whose numbers are behind the last good record; others repeat what is there
     * @param firstSequence the lowest sequence of these, 0 if there are none
     * @param lastSequence the highest, likewise
     * @param firstTimestampMillis the time of the first of them, likewise
     * @param bytes bytes of all these records
     * @param otherBytes bytes behind the damage in no whole record, up to the last that is not zero: damaged ones, and what the files
     *     hold besides records
     */
    public record Summary(
            long records,
            long later,
            long firstSequence,
            long lastSequence,
            long firstTimestampMillis,
            long bytes,
            long otherBytes) {
        static final Summary NONE = new Summary(0, 0, 0, 0, 0, 0, 0);
    }

    private final long lastGood;
    private final Function<JournalRecord, List<String>> text;
    private final BitSet laterNumbers = new BitSet();
    private long highest;
    private Summary summary = Summary.NONE;

    private UnchainedRecords(long lastGood, Function<JournalRecord, List<String>> text) {
        this.lastGood = lastGood;
        this.text = text;
        this.highest = lastGood;
    }

    static UnchainedRecords none() {
        return new UnchainedRecords(0, record -> List.of());
    }

    /** Looks through the segments from the damage on, and writes what is whole to {@code file} if there is any. */
    static UnchainedRecords write(
            Path file,
            Framing framing,
            List<Path> segments,
            Damage damage,
            long lastGood,
            Function<JournalRecord, List<String>> text)
            throws IOException {
        var unchained = new UnchainedRecords(lastGood, text);
        try (BufferedWriter out =
                Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            for (Path segment : segments.subList(Math.max(0, segments.indexOf(damage.segment())), segments.size())) {
                long from = segment.equals(damage.segment()) ? damage.offset() : 0;
                try (var reader = SegmentReader.ofWhatCanBeRead(segment, framing, 0)) {
                    unchained.find(reader, from, out);
                }
            }
        }
        if (unchained.summary.records() == 0) {
            Files.delete(file);
        }
        return unchained;
    }

    private void find(SegmentReader reader, long from, BufferedWriter out) throws IOException {
        long whole = 0;
        long at = reader.findRecord(from);
        while (at >= 0) {
            JournalRecord record = RecordFormat.decode(reader.bytes(), reader.recordOffset());
            write(out, record, reader.file(), at);
            add(record, reader.recordLength());
            whole += reader.recordLength();
            at = reader.findRecord(at + reader.recordLength());
        }
        long other = reader.endOfData(from) - from - whole;
        summary = new Summary(
                summary.records(),
                summary.later(),
                summary.firstSequence(),
                summary.lastSequence(),
                summary.firstTimestampMillis(),
                summary.bytes(),
                summary.otherBytes() + Math.max(0, other));
    }

    private void add(JournalRecord record, int length) {
        long behind = record.number() - lastGood - 1;
        boolean later = behind >= 0 && behind < Integer.MAX_VALUE && !laterNumbers.get((int) behind);
        if (later) {
            laterNumbers.set((int) behind);
            highest = Math.max(highest, record.number());
        }
        boolean first = summary.later() == 0;
        summary = new Summary(
                summary.records() + 1,
                summary.later() + (later ? 1 : 0),
                later && (first || record.firstSequence() < summary.firstSequence())
                        ? record.firstSequence()
                        : summary.firstSequence(),
                later ? Math.max(summary.lastSequence(), record.lastSequence()) : summary.lastSequence(),
                later && first ? record.timestampMillis() : summary.firstTimestampMillis(),
                summary.bytes() + length,
                summary.otherBytes());
    }

    private void write(BufferedWriter out, JournalRecord record, Path segment, long offset) throws IOException {
        out.write("record " + record.number() + ", sequences " + record.firstSequence() + " to "
                + record.lastSequence() + ", " + Instant.ofEpochMilli(record.timestampMillis()) + ", state hash "
                + String.format(Locale.ROOT, "%016x", record.stateHash()) + ", at byte " + offset + " of "
                + segment.getFileName() + "\n");
        for (String line : text.apply(record)) {
            out.write(line + "\n");
        }
    }

    /** The highest record number found, or that of the last good record. */
    long highest() {
        return highest;
    }

    Summary summary() {
        return summary;
    }
}
