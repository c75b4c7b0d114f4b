package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A segment's summary and places in it, in a small file beside it. It spares a start and a reader the segment itself, and is only
 * written of what is on disk. Without one, or with a damaged one, the segment is read.
 *
 * <p>A file is, little endian: magic 'ABI1', CRC32C over bytes 8 to the end; first record, previous sequence, previous chain, last record,
 * last sequence, last chain, state hash, first timestamp, last timestamp, last frame, end (64 bit each), flags (32 bit, bit 0:
 * ends with a mark), number of places (32 bit); then each place: number, sequence and chain of the record before, frame (64 bit
 * each).
 *
 * @param places in order; the first is the segment's first record
 */
record SegmentIndex(SegmentSummary summary, List<SparseIndex.Entry> places) {
    static final String SUFFIX = ".idx";

    private static final int MAGIC = 'A' | 'B' << 8 | 'I' << 16 | '1' << 24;
    private static final int HEADER_BYTES = 104;
    private static final int PLACE_BYTES = 32;
    private static final int ENDS_WITH_MARK = 1;

    SegmentIndex {
        places = List.copyOf(places);
    }

    /** The index of a segment; empty if there is none that is whole and can be read. */
    static Optional<SegmentIndex> read(Path segment) {
        Path file = fileOf(segment);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        if (bytes.limit() < HEADER_BYTES + PLACE_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4) != crc(bytes)
                || bytes.limit() != HEADER_BYTES + (long) PLACE_BYTES * bytes.getInt(100)) {
            return Optional.empty();
        }
        var summary = new SegmentSummary(
                segment.getFileName().toString(),
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getLong(32),
                bytes.getLong(40),
                bytes.getLong(48),
                bytes.getLong(56),
                bytes.getLong(64),
                bytes.getLong(72),
                (bytes.getInt(96) & ENDS_WITH_MARK) != 0,
                bytes.getLong(80),
                bytes.getLong(88));
        var places = new ArrayList<SparseIndex.Entry>();
        for (int at = HEADER_BYTES; at < bytes.limit(); at += PLACE_BYTES) {
            places.add(new SparseIndex.Entry(
                    bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16), segment, bytes.getLong(at + 24)));
        }
        return Optional.of(new SegmentIndex(summary, places));
    }

    /** Forces the segment, then replaces its index on disk. */
    void write(Path directory) throws IOException {
        Path segment = directory.resolve(summary.name());
        Disk.force(segment);
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + PLACE_BYTES * places.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC)
                .putInt(0)
                .putLong(summary.firstRecord())
                .putLong(summary.previousSequence())
                .putLong(summary.previousChain())
                .putLong(summary.lastRecord())
                .putLong(summary.lastSequence())
                .putLong(summary.lastChain())
                .putLong(summary.stateHash())
                .putLong(summary.firstTimestampMillis())
                .putLong(summary.lastTimestampMillis())
                .putLong(summary.lastFrame())
                .putLong(summary.end())
                .putInt(summary.endsWithMark() ? ENDS_WITH_MARK : 0)
                .putInt(places.size());
        for (SparseIndex.Entry place : places) {
            bytes.putLong(place.previousNumber())
                    .putLong(place.previousSequence())
                    .putLong(place.previousChain())
                    .putLong(place.frame());
        }
        bytes.flip();
        bytes.putInt(4, crc(bytes));
        Disk.replace(fileOf(segment), bytes);
    }

    /** Whether the segment's length, its first and its last record are as this says. Nothing between is looked at. */
    boolean matches(Path segment, Framing framing) throws IOException {
        if (!Files.exists(segment) || Files.size(segment) < summary.end()) {
            return false;
        }
        try (var first = new SegmentReader(segment, framing, places.getFirst().frame());
                var last = new SegmentReader(segment, framing, summary.lastFrame())) {
            var chain = new RecordChain(summary.firstRecord() - 1, summary.previousSequence(), summary.previousChain());
            return first.next() == SegmentReader.Found.RECORD
                    && chain.advance(first.bytes(), first.recordOffset(), first.recordLength())
                            .isEmpty()
                    && last.next() == SegmentReader.Found.RECORD
                    && RecordFormat.number(last.bytes(), last.recordOffset()) == summary.lastRecord()
                    && RecordFormat.chain(last.bytes(), last.recordOffset()) == summary.lastChain()
                    && last.position() == summary.end();
        }
    }

    /** The place behind all that this covers. */
    SparseIndex.Entry end(Path segment) {
        return new SparseIndex.Entry(
                summary.lastRecord(), summary.lastSequence(), summary.lastChain(), segment, summary.end());
    }

    static Path fileOf(Path segment) {
        return segment.resolveSibling(segment.getFileName() + SUFFIX);
    }

    /** All index files in a directory, whether or not their segments are there. */
    static List<Path> filesIn(Path directory, Framing framing) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(framing.suffix() + SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** The segment to which an index file belongs. */
    static Path segmentOf(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(8, bytes.limit() - 8));
        return (int) crc.getValue();
    }
}
