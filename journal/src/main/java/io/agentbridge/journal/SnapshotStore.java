package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots of the state in files. Of <em>recovery</em> snapshots, from which a start goes on, the newest few are kept; <em>index</em>
 * snapshots, from which the state at any past sequence is not far, as long as the events behind them are. These need not hold what only
 * a start needs. With a <em>base</em> snapshot begins a journal whose first events are not retained; a start can go on from it. Each of the others only
 * makes something faster: one that is damaged is reported and passed over. Thread-safe.
 *
 * <p>A file is, little endian: magic 'ABN2', content length, behaviour level, 0 (32 bit each), sequence, state hash (64 bit each),
 * content, CRC32C over all before.
 */
public final class SnapshotStore {
    private static final int MAGIC = 'A' | 'B' << 8 | 'N' << 16 | '2' << 24;
    private static final int HEADER_BYTES = 32;
    private static final String SUFFIX = ".bin";
    private static final String DRAFT_SUFFIX = SUFFIX + ".tmp";

    private enum Kind {
        RECOVERY("snapshot-"),
        BASE("base-"),
        INDEX("index-");

        /** Those that hold all that a start needs. */
        private static final Set<Kind> WHOLE = EnumSet.of(RECOVERY, BASE);

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** The sequence that a file's name bears; -1 if it is no snapshot of this kind. */
        long sequenceOf(Path file) {
            String name = file.getFileName().toString();
            if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
                return -1;
            }
            String digits = name.substring(prefix.length(), name.length() - SUFFIX.length());
            try {
                return digits.length() == 20 ? Long.parseLong(digits) : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }
    }

    private final Path directory;
    private final int keep;
    private final int behaviourLevel;
    private final Consumer<String> report;

    /** The sequences of what there is. */
    private final Map<Kind, ConcurrentSkipListSet<Long>> sequences = Map.of(
            Kind.RECOVERY, new ConcurrentSkipListSet<>(),
            Kind.BASE, new ConcurrentSkipListSet<>(),
            Kind.INDEX, new ConcurrentSkipListSet<>());

    private SnapshotStore(Path directory, int keep, int behaviourLevel, Consumer<String> report) {
        this.directory = directory;
        this.keep = keep;
        this.behaviourLevel = behaviourLevel;
        this.report = report;
    }

    /**
     * Opens or makes a store, for the one process that writes to it.
     *
     * @param keep how many of the newest recovery snapshots to keep, at least 1
     * @param behaviourLevel the highest that this program knows; snapshots of a later one are passed over
     * @param report takes a sentence about each snapshot that is passed over, and why; any thread
     */
    public static SnapshotStore open(Path directory, int keep, int behaviourLevel, Consumer<String> report)
            throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("At least one snapshot must be kept, not " + keep);
        }
        Disk.makeDirectory(directory);
        try (var drafts = Files.newDirectoryStream(directory, "*" + DRAFT_SUFFIX)) {
            for (Path draft : drafts) {
                Files.delete(draft);
            }
        }
        var store = new SnapshotStore(directory, keep, behaviourLevel, report);
        store.list();
        return store;
    }

    /** The same, where any behaviour level will do. */
    public static SnapshotStore open(Path directory, int keep, Consumer<String> report) throws IOException {
        return open(directory, keep, Integer.MAX_VALUE, report);
    }

    /** Looks at what stands in a directory now, without changing it; a writer may be at work. There need not be a directory. */
    public static SnapshotStore readOnly(Path directory, int behaviourLevel, Consumer<String> report)
            throws IOException {
        var store = new SnapshotStore(directory, Integer.MAX_VALUE, behaviourLevel, report);
        if (Files.isDirectory(directory)) {
            store.list();
        }
        return store;
    }

    private void list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                for (Kind kind : Kind.values()) {
                    long sequence = kind.sequenceOf(file);
                    if (sequence >= 0) {
                        of(kind).add(sequence);
                    }
                }
            }
        }
    }

    /** Writes a recovery snapshot and forces it; then deletes the recovery snapshots that are older than the newest few. */
    public synchronized void write(StoredSnapshot snapshot) throws IOException {
        write(snapshot, Kind.RECOVERY);
        int surplus = of(Kind.RECOVERY).size() - keep;
        for (long old : of(Kind.RECOVERY).stream().limit(Math.max(0, surplus)).toList()) {
            delete(old, Kind.RECOVERY);
        }
    }

    /** Writes the snapshot with which the journal begins, and forces it. */
    public synchronized void writeBase(StoredSnapshot snapshot) throws IOException {
        write(snapshot, Kind.BASE);
    }

    /** Writes an index snapshot and forces it. */
    public synchronized void writeIndex(StoredSnapshot snapshot) throws IOException {
        write(snapshot, Kind.INDEX);
    }

    private void write(StoredSnapshot snapshot, Kind kind) throws IOException {
        byte[] content = snapshot.content();
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER_BYTES + Integer.BYTES, content.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC)
                .putInt(content.length)
                .putInt(snapshot.behaviourLevel())
                .putInt(0)
                .putLong(snapshot.sequence())
                .putLong(snapshot.stateHash())
                .put(content);
        bytes.putInt(crc(bytes, bytes.position())).flip();
        Disk.replace(file(snapshot.sequence(), kind), bytes);
        of(kind).add(snapshot.sequence());
    }

    /**
     * Deletes the snapshots of every kind that are newer, for good: to be called before anything is appended to a journal that ends
     * there, or that has begun another history from there on.
     */
    public synchronized void deleteAfter(long sequence) throws IOException {
        for (Kind kind : Kind.values()) {
            for (long newer : List.copyOf(of(kind).tailSet(sequence, false))) {
                delete(newer, kind);
            }
        }
        Disk.force(directory);
    }

    /** Deletes the snapshots of every kind that are older: the events from there on are not retained any more. */
    public synchronized void deleteBefore(long sequence) throws IOException {
        for (Kind kind : Kind.values()) {
            for (long old : List.copyOf(of(kind).headSet(sequence))) {
                delete(old, kind);
            }
        }
    }

    private void delete(long sequence, Kind kind) throws IOException {
        of(kind).remove(sequence);
        Files.deleteIfExists(file(sequence, kind));
    }

    private ConcurrentSkipListSet<Long> of(Kind kind) {
        return Objects.requireNonNull(sequences.get(kind), "there is a set for each kind");
    }

    /** The newest snapshot from which a start can go on, with no event later than {@code sequence}. */
    public Optional<StoredSnapshot> newestWholeAtOrBelow(long sequence) throws IOException {
        return newestAtOrBelow(sequence, Kind.WHOLE);
    }

    /**
     * The newest snapshot of any kind, with no event later than {@code sequence}, to look at the past. Time: the logarithm of their
     * number, and one file read.
     */
    public Optional<StoredSnapshot> newestAtOrBelow(long sequence) throws IOException {
        return newestAtOrBelow(sequence, EnumSet.allOf(Kind.class));
    }

    private Optional<StoredSnapshot> newestAtOrBelow(long sequence, Set<Kind> kinds) throws IOException {
        Map<Kind, Long> atOrBelow = new EnumMap<>(Kind.class);
        kinds.forEach(kind -> atOrBelow.put(kind, sequence));
        while (true) {
            Optional<Place> found = atOrBelow.entrySet().stream()
                    .flatMap(limit -> newest(limit.getKey(), limit.getValue()).stream())
                    .max(Comparator.comparingLong(Place::sequence));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Place place = found.get();
            Path file = file(place.sequence(), place.kind());
            try {
                return Optional.of(readKnown(file));
            } catch (NoSuchFileException gone) {
                // Deleted meanwhile, by this process or by the one that writes; there may be newer ones.
                of(place.kind()).remove(place.sequence());
            } catch (IOException e) {
                report.accept("Passed over the snapshot " + file + ": " + e.getMessage());
                atOrBelow.put(place.kind(), place.sequence() - 1);
            }
        }
    }

    private record Place(Kind kind, long sequence) {}

    private Optional<Place> newest(Kind kind, long atOrBelow) {
        return Optional.ofNullable(of(kind).floor(atOrBelow)).map(sequence -> new Place(kind, sequence));
    }

    private StoredSnapshot readKnown(Path file) throws IOException {
        StoredSnapshot snapshot = read(file);
        if (snapshot.behaviourLevel() > behaviourLevel) {
            throw new IOException(
                    "it is of behaviour level " + snapshot.behaviourLevel() + ", this program knows " + behaviourLevel);
        }
        return snapshot;
    }

    /** Reads a snapshot of any kind, its checksum and name checked. */
    static StoredSnapshot read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - Integer.BYTES;
        if (end < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(4) != end - HEADER_BYTES
                || bytes.getInt(end) != crc(bytes, end)) {
            throw new CorruptJournalException("it does not hold what was written");
        }
        if (bytes.getLong(16) != sequenceOf(file)) {
            throw new CorruptJournalException("it is of sequence " + bytes.getLong(16) + ", not what its name says");
        }
        byte[] content = new byte[end - HEADER_BYTES];
        bytes.get(HEADER_BYTES, content);
        return new StoredSnapshot(bytes.getLong(16), bytes.getLong(24), bytes.getInt(8), content);
    }

    /** The sequence that a file's name bears; -1 if it is no snapshot's, of any kind. */
    static long sequenceOf(Path file) {
        return sequenceOf(file, EnumSet.allOf(Kind.class));
    }

    /** Whether a file bears the name of a snapshot from which a start can go on. */
    static boolean isWhole(Path file) {
        return sequenceOf(file, Kind.WHOLE) >= 0;
    }

    private static long sequenceOf(Path file, Set<Kind> kinds) {
        return kinds.stream().mapToLong(kind -> kind.sequenceOf(file)).max().orElse(-1);
    }

    private Path file(long sequence, Kind kind) {
        return directory.resolve(kind.prefix + "%020d".formatted(sequence) + SUFFIX);
    }

    private static int crc(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }
}
