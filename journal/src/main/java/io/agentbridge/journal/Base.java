package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where a journal begins: what stood before it was deleted on purpose. Written before anything is deleted, so whatever is named
 * below {@code segment} is a leftover.
 *
 * @param segment the name of the oldest segment; empty for a journal that begins at its first record
 * @param firstRecord the number of the oldest record
 * @param previousSequence the sequence of the newest event before it
 * @param previousChain the chain including the record before it, from which the chain of the oldest follows
 * @param previousStateHash the state hash that the record before it bore
 * @param previousTimestampMillis the time that the record before it bore; 0 if that was not kept
 * @param digestedFrom the number of the first record that {@code digest} covers: 1, or where the journal began when a digest was first
 *     kept
 * @param digest of the records from that one to the one before the oldest, see {@link HistoryDigest}: so that a checkpoint can
 *     still be confirmed
 */
record Base(
        String segment,
        long firstRecord,
        long previousSequence,
        long previousChain,
        long previousStateHash,
        long previousTimestampMillis,
        long digestedFrom,
        String digest) {
    static final Base NONE = new Base("", 1, 0, 0, 0, 0, 1, HistoryDigest.OF_NOTHING);

    private static final String NAME = "journal.base";
    private static final int MAGIC = 'A' | 'B' << 8 | 'B' << 16;
    private static final int VERSION_SHIFT = 24;
    private static final char VERSION_WITHOUT_DIGEST = '1';
    private static final char VERSION = '2';
    private static final int HEADER_BYTES_WITHOUT_DIGEST = 44;
    private static final int HEADER_BYTES = 92;
    private static final int DIGEST_BYTES = 32;
    private static final int MAX_NAME_BYTES = 256;

    /** The base of the journal in a directory, or {@link #NONE}. */
    static Base read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Disk.read(file)).order(ByteOrder.LITTLE_ENDIAN);
        char version = bytes.limit() < Integer.BYTES ? 0 : (char) (bytes.get(Integer.BYTES - 1) & 0xFF);
        if (version > VERSION && bytes.getInt(0) == (MAGIC | version << VERSION_SHIFT)) {
            throw new CorruptJournalException(
                    "The file " + file + ", which says where the journal begins, is of version "
                            + version + "; this program knows versions up to " + VERSION
                            + ". Start the program that wrote it, or if there is none, restore the file from a backup.");
        }
        int headerBytes = version == VERSION_WITHOUT_DIGEST ? HEADER_BYTES_WITHOUT_DIGEST : HEADER_BYTES;
        int nameBytes = bytes.limit() - headerBytes;
        if (nameBytes < 1
                || nameBytes > MAX_NAME_BYTES
                || version < VERSION_WITHOUT_DIGEST
                || bytes.getInt(0) != (MAGIC | version << VERSION_SHIFT)
                || bytes.getInt(4) != crc(bytes)
                || bytes.getInt(headerBytes - Integer.BYTES) != nameBytes) {
            throw new CorruptJournalException("The file " + file
                    + " is damaged. It says where the journal begins; restore it from a backup of the same journal.");
        }
        String segment = StandardCharsets.US_ASCII
                .decode(bytes.slice(headerBytes, nameBytes))
                .toString();
        boolean digested = version == VERSION;
        return new Base(
                segment,
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getLong(32),
                digested ? bytes.getLong(40) : 0,
                digested ? bytes.getLong(48) : bytes.getLong(8),
                digested ? HexFormat.of().formatHex(bytes.array(), 56, 56 + DIGEST_BYTES) : HistoryDigest.OF_NOTHING);
    }

    /** Replaces the one on disk, durably. */
    void write(Path directory) throws IOException {
        byte[] name = segment.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, MAGIC | VERSION << VERSION_SHIFT)
                .putLong(8, firstRecord)
                .putLong(16, previousSequence)
                .putLong(24, previousChain)
                .putLong(32, previousStateHash)
                .putLong(40, previousTimestampMillis)
                .putLong(48, digestedFrom)
                .put(56, HexFormat.of().parseHex(digest))
                .putInt(88, name.length)
                .put(HEADER_BYTES, name);
        bytes.putInt(4, crc(bytes));
        Disk.replace(directory.resolve(NAME), bytes);
    }

    /** The base of a copy whose oldest segment has another name. */
    Base at(String name) {
        return new Base(
                name,
                firstRecord,
                previousSequence,
                previousChain,
                previousStateHash,
                previousTimestampMillis,
                digestedFrom,
                digest);
    }

    /** Where a journal begins of which nothing up to here is left, in a segment that is still to be named. */
    static Base behind(RecordChain before) {
        return new Base(
                "",
                before.number() + 1,
                before.lastSequence(),
                before.chain(),
                before.stateHash(),
                before.timestampMillis(),
                before.number() + 1,
                HistoryDigest.OF_NOTHING);
    }

    /** Where the journal begins when everything up to {@code last} is deleted; {@code next} is the name of the segment behind it. */
    static Base behind(SegmentSummary last, String next, long digestedFrom, String digest) {
        return new Base(
                next,
                last.lastRecord() + 1,
                last.lastSequence(),
                last.lastChain(),
                last.stateHash(),
                last.lastTimestampMillis(),
                digestedFrom,
                digest);
    }

    /** Whether a file of this name, a segment or one that goes with it, stands before the base. */
    boolean isBehind(String name) {
        return name.compareTo(segment) < 0;
    }

    /** The segments that are part of the journal. */
    List<Path> retained(List<Path> segments) {
        return segments.stream()
                .filter(path -> !isBehind(path.getFileName().toString()))
                .toList();
    }

    /** The sequence of the oldest event. */
    long firstSequence() {
        return previousSequence + 1;
    }

    /** Before the oldest record. */
    RecordChain chain() {
        var chain = new RecordChain();
        chain.moveTo(
                firstRecord - 1, previousSequence, previousChain, previousStateHash, previousTimestampMillis, false);
        return chain;
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(8, bytes.limit() - 8));
        return (int) crc.getValue();
    }
}
