package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 */
record Base(String segment, long firstRecord, long previousSequence, long previousChain, long previousStateHash) {
    static final Base NONE = new Base("", 1, 0, 0, 0);

    private static final String NAME = "journal.base";
    private static final int MAGIC = 'A' | 'B' << 8 | 'B' << 16 | '1' << 24;
    private static final int HEADER_BYTES = 44;
    private static final int MAX_NAME_BYTES = 256;

    /** The base of the journal in a directory, or {@link #NONE}. */
    static Base read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int nameBytes = bytes.limit() - HEADER_BYTES;
        if (nameBytes < 1
                || nameBytes > MAX_NAME_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4) != crc(bytes)
                || bytes.getInt(40) != nameBytes) {
            throw new CorruptJournalException("The file " + file
                    + " is damaged. It says where the journal begins; restore it from a backup of the same journal.");
        }
        String segment = StandardCharsets.US_ASCII
                .decode(bytes.slice(HEADER_BYTES, nameBytes))
                .toString();
        return new Base(segment, bytes.getLong(8), bytes.getLong(16), bytes.getLong(24), bytes.getLong(32));
    }

    /** Replaces the one on disk, durably. */
    void write(Path directory) throws IOException {
        byte[] name = segment.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, MAGIC)
                .putLong(8, firstRecord)
                .putLong(16, previousSequence)
                .putLong(24, previousChain)
                .putLong(32, previousStateHash)
                .putInt(40, name.length)
                .put(HEADER_BYTES, name);
        bytes.putInt(4, crc(bytes));
        Disk.replace(directory.resolve(NAME), bytes);
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
        return new RecordChain(firstRecord - 1, previousSequence, previousChain);
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(8, bytes.limit() - 8));
        return (int) crc.getValue();
    }
}
