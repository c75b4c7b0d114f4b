package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots of the state in files, the newest few kept. A snapshot only makes a start faster: one that is damaged is reported and
 * passed over. One thread writes.
 *
 * <p>A file is, little endian: magic 'ABN1', content length (32 bit), sequence, state hash (64 bit each), content,
 * CRC32C over all before.
 */
public final class SnapshotStore {
    private static final int MAGIC = 'A' | 'B' << 8 | 'N' << 16 | '1' << 24;
    private static final int HEADER_BYTES = 24;
    private static final String PREFIX = "snapshot-";
    private static final String SUFFIX = ".bin";

    private final Path directory;
    private final int keep;
    private final Consumer<String> report;

    private SnapshotStore(Path directory, int keep, Consumer<String> report) {
        this.directory = directory;
        this.keep = keep;
        this.report = report;
    }

    /**
     * Opens or makes a store.
     *
     * @param keep how many of the newest snapshots to keep, at least 1
     * @param report takes a sentence about each snapshot that is passed over, and why
     */
    public static SnapshotStore open(Path directory, int keep, Consumer<String> report) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("At least one snapshot must be kept, not " + keep);
        }
        Disk.makeDirectory(directory);
        return new SnapshotStore(directory, keep, report);
    }

    /** Writes a snapshot and forces it; then deletes those that are older than the newest few. */
    public void write(StoredSnapshot snapshot) throws IOException {
        byte[] content = snapshot.content();
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER_BYTES + Integer.BYTES, content.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC)
                .putInt(content.length)
                .putLong(snapshot.sequence())
                .putLong(snapshot.stateHash())
                .put(content);
        bytes.putInt(crc(bytes, bytes.position())).flip();
        // Twenty digits, so that the order of names is that of sequences.
        Disk.replace(directory.resolve(PREFIX + "%020d".formatted(snapshot.sequence()) + SUFFIX), bytes);
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
            Files.delete(old);
        }
    }

    /** Deletes all snapshots: to be called when the journal has begun another history, of which they know nothing. */
    public void clear() throws IOException {
        for (Path file : newestFirst()) {
            Files.delete(file);
        }
    }

    /** The newest snapshot that is whole. */
    public Optional<StoredSnapshot> newest() throws IOException {
        return newestAtOrBelow(Long.MAX_VALUE);
    }

    /** The newest snapshot that is whole and contains no event later than {@code sequence}. */
    public Optional<StoredSnapshot> newestAtOrBelow(long sequence) throws IOException {
        for (Path file : newestFirst()) {
            if (sequenceOf(file) <= sequence) {
                try {
                    return Optional.of(read(file));
                } catch (IOException e) {
                    report.accept("Passed over the snapshot " + file + ": " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** Reads a snapshot, its checksum and name checked. */
    static StoredSnapshot read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - Integer.BYTES;
        if (end < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4) != end - HEADER_BYTES
                || bytes.getInt(end) != crc(bytes, end)) {
            throw new CorruptJournalException("it does not hold what was written");
        }
        if (bytes.getLong(8) != sequenceOf(file)) {
            throw new CorruptJournalException("it is of sequence " + bytes.getLong(8) + ", not what its name says");
        }
        byte[] content = new byte[end - HEADER_BYTES];
        bytes.get(HEADER_BYTES, content);
        return new StoredSnapshot(bytes.getLong(8), bytes.getLong(16), content);
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            var found = new ArrayList<>(
                    files.filter(file -> sequenceOf(file) >= 0).sorted().toList());
            Collections.reverse(found);
            return found;
        }
    }

    /** The sequence that a file's name bears; -1 if it is no snapshot's. */
    static long sequenceOf(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return -1;
        }
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        try {
            return digits.length() == 20 ? Long.parseLong(digits) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static int crc(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }
}
