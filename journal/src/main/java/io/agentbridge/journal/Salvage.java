package io.agentbridge.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes a clean copy of a damaged journal, of its bodies and its snapshots, under another epoch: of the records before the first damage, byte
 * for byte; or of those behind it that a snapshot leads into. Whole records behind the damage cannot be shown to follow what is before, so
 * a copy of that has them written down in a file for people. Never changes what it copies from; no writer must be at work there.
 */
public final class Salvage {
    /**
     * Where the parts of a server's memory stand.
     *
     * @param journal the folder of segments
     * @param blobs the store of bodies; need not exist
     * @param snapshots the folder of snapshots; need not exist
     */
    public record Place(Path journal, Path blobs, Path snapshots) {}

    /**
     * What was copied and what was not.
     *
     * @param epoch the name of the history that the copy begins
     * @param records records copied, with {@code lastSequence} as the newest event in them
     * @param lastRecord the number of the last record up to which all are in order
     * @param lastTimestampMillis the time of the last of them
     * @param damage where the first damage is; empty if there is none
     * @param knownThrough the highest record number that is known to have been written
     * @param apart what was put aside
     * @param behind what a server could go on from behind the damage, see {@link #copyNewest}
     * @param blobs bodies copied
     * @param spoiltBlobs what is wrong with bodies that do not hold what their names say, or cannot be read: not copied
     * @param snapshots snapshots copied
     * @param uselessSnapshots snapshots that are damaged, or of a state behind what was copied: not copied
     */
    public record Result(
            String epoch,
            long records,
            long lastRecord,
            long lastSequence,
            long lastTimestampMillis,
            Optional<Damage> damage,
            long knownThrough,
            UnchainedRecords.Summary apart,
            Optional<Behind> behind,
            long blobs,
            List<String> spoiltBlobs,
            long snapshots,
            List<SnapshotVerifier.Finding> uselessSnapshots) {
        public Result {
            spoiltBlobs = List.copyOf(spoiltBlobs);
            uselessSnapshots = List.copyOf(uselessSnapshots);
        }

        /** Records that are known to have been written and of which nothing whole was found anywhere. */
        public long lostRecords() {
            return Math.max(0, knownThrough - lastRecord - apart.later());
        }
    }

    /**
     * Whole records behind damage, and a snapshot that leads into them.
     *
     * @param sequence of the snapshot: what came before is not in the records
     * @param records how many
     * @param lastSequence the newest event in them
     * @param lastTimestampMillis the time of the last of them
     */
    public record Behind(long sequence, long records, long lastSequence, long lastTimestampMillis) {
        private static Behind of(Continuation found) {
            return new Behind(
                    found.base().previousSequence(),
                    found.records(),
                    found.last().lastSequence(),
                    found.last().timestampMillis());
        }
    }

    /**
     * What was copied of what stands behind the damage.
     *
     * @param epoch the name of the history that the copy begins
     * @param damage where the first damage is
     * @param blobs bodies copied
     * @param spoiltBlobs what is wrong with bodies that do not hold what their names say, or cannot be read: not copied
     * @param snapshots snapshots copied
     */
    public record Newest(
            String epoch, Behind behind, Damage damage, long blobs, List<String> spoiltBlobs, long snapshots) {
        public Newest {
            spoiltBlobs = List.copyOf(spoiltBlobs);
        }
    }

    /** What is mapped ahead of the records must not run into the end of the disk. */
    private static final long RESERVE_BYTES = 2L * JournalOptions.MAX_BLOCK_BYTES;

    private static final String APART = "salvaged-unchained.txt";

    private final Place from;
    private final Place to;
    private final Path apart;
    private final Function<JournalRecord, List<String>> text;

    private Salvage(Place from, Place to, Path folder, Function<JournalRecord, List<String>> text) {
        this.from = from;
        this.to = to;
        this.apart = folder.resolve(APART);
        this.text = text;
    }

    /**
     * Copies what is good to places in {@code folder}, which must be missing or empty. Time linear in the bytes.
     *
     * @param text what a record holds, as lines for people
     * @throws NotDirectoryException if there is no journal
     * @throws DirectoryNotEmptyException if {@code folder} is not empty; it was not touched
     * @throws IOException if something cannot be read or written; then throw {@code folder} away
     */
    public static Result copy(Place from, Place to, Path folder, Function<JournalRecord, List<String>> text)
            throws IOException {
        require(from, folder);
        return new Salvage(from, to, folder, text).copy();
    }

    /**
     * Copies what a server can go on from behind the first damage: the newest whole records that follow from one another and that a
     * snapshot leads into, and the snapshot. The copy begins with that, as a journal does whose oldest events were deleted.
     *
     * @throws IOException as for {@link #copy}; also if nothing is damaged, or no snapshot leads into what stands behind
     */
    public static Newest copyNewest(Place from, Place to, Path folder) throws IOException {
        require(from, folder);
        return new Salvage(from, to, folder, _ -> List.of()).copyNewest();
    }

    private static void require(Place from, Path folder) throws IOException {
        if (!Files.isDirectory(from.journal())) {
            throw new NotDirectoryException("There is no journal in " + from.journal());
        }
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new DirectoryNotEmptyException(folder + " is not empty; name a folder that is not there yet");
                }
            }
        }
    }

    private Newest copyNewest() throws IOException {
        Framing framing = JournalFiles.framingOf(from.journal());
        List<Path> segments = framing.segments(from.journal());
        Damage damage = JournalVerifier.verify(from.journal())
                .damage()
                .orElseThrow(() -> new IOException("Nothing is damaged, so there is nothing to leave out"));
        SnapshotVerifier snapshots = SnapshotVerifier.of(from.snapshots());
        Continuation found = Continuation.find(framing, segments, damage, snapshots)
                .orElseThrow(() -> new IOException("No snapshot leads into whole records behind the damage at "
                        + damage.describe() + "; salvage what is before it"));
        try (StoredJournal copy = open(framing)) {
            found.copyRecords(framing, segments, damage, copy, showing(snapshots));
            copy.forceStored();
        }
        Path first = framing.segments(to.journal()).getFirst();
        found.base().at(first.getFileName().toString()).write(to.journal());
        new Seal(found.last().number(), found.last().chain()).write(to.journal());
        // Retention keeps this one, too, as long as the journal begins there.
        SnapshotStore.open(to.snapshots(), Integer.MAX_VALUE, _ -> {}).writeBase(SnapshotStore.read(found.snapshot()));
        List<SnapshotVerifier.Finding> later = snapshots.findings().stream()
                .filter(finding -> finding.sequence() > found.base().previousSequence())
                .toList();
        String epoch = openAsAServerWould(framing);
        var spoilt = new ArrayList<String>();
        long blobs = copyBlobs(spoilt);
        return new Newest(epoch, Behind.of(found), damage, blobs, spoilt, 1 + copySnapshots(later));
    }

    private static RecordVisitor showing(SnapshotVerifier snapshots) {
        return (bytes, offset, _) -> snapshots.record(
                RecordFormat.firstSequence(bytes, offset),
                RecordFormat.firstSequence(bytes, offset) + RecordFormat.eventCount(bytes, offset) - 1,
                RecordFormat.stateHash(bytes, offset));
    }

    private Result copy() throws IOException {
        SnapshotVerifier snapshots = SnapshotVerifier.of(from.snapshots());
        Framing framing = JournalFiles.framingOf(from.journal());
        JournalVerifier.Result found = copyRecords(framing, snapshots);
        UnchainedRecords unchained = found.damage().isPresent()
                ? UnchainedRecords.write(
                        apart,
                        framing,
                        framing.segments(from.journal()),
                        found.damage().get(),
                        found.lastRecord(),
                        text)
                : UnchainedRecords.none();
        Optional<Behind> behind = found.damage().isPresent()
                ? Continuation.find(
                                framing,
                                framing.segments(from.journal()),
                                found.damage().get(),
                                snapshots)
                        .map(Behind::of)
                : Optional.empty();
        boolean nothing = framing.segments(to.journal()).isEmpty();
        String epoch = openAsAServerWould(framing);
        var spoilt = new ArrayList<String>();
        long blobs = copyBlobs(spoilt);
        List<SnapshotVerifier.Finding> findings = snapshots.findings();
        return new Result(
                epoch,
                found.records(),
                found.lastRecord(),
                nothing ? 0 : found.lastSequence(),
                nothing ? 0 : found.timestampMillis(),
                found.damage(),
                Math.max(found.lastRecord(), Math.max(found.forcedThrough(), unchained.highest())),
                unchained.summary(),
                behind,
                blobs,
                spoilt,
                copySnapshots(findings),
                findings.stream().filter(finding -> !finding.isGood()).toList());
    }

    /** Byte for byte: a checkpoint that was taken of them still fits. */
    private JournalVerifier.Result copyRecords(Framing framing, SnapshotVerifier snapshots) throws IOException {
        JournalVerifier.Result found;
        try (StoredJournal copy = open(framing)) {
            found = JournalVerifier.verify(from.journal(), showing(snapshots).andThen(copy::copy));
            copy.forceStored();
        }
        Base base = Base.read(from.journal());
        List<Path> copied = framing.segments(to.journal());
        // Where nothing is left, the copy begins with nothing, whatever was deleted before.
        if (!copied.isEmpty()) {
            if (!base.equals(Base.NONE)) {
                base.at(copied.getFirst().getFileName().toString()).write(to.journal());
            }
            new Seal(found.lastRecord(), found.chain()).write(to.journal());
        }
        return found;
    }

    private StoredJournal open(Framing framing) throws IOException {
        JournalOptions options = JournalOptions.in(to.journal()).withReserveBytes(RESERVE_BYTES);
        return switch (framing) {
            case CHRONICLE -> ChronicleJournal.open(options);
            case PLAIN -> FileJournal.open(options);
        };
    }

    /** Checks every record once more, in the copy, and ends it with a mark of its own. */
    private String openAsAServerWould(Framing framing) throws IOException {
        try (StoredJournal copy = open(framing)) {
            return copy.epoch();
        }
    }

    private long copyBlobs(List<String> spoilt) throws IOException {
        long copied = 0;
        if (!Files.isDirectory(from.blobs())) {
            return copied;
        }
        for (Path file : filesOf(from.blobs())) {
            String hash = from.blobs().relativize(file).toString().replace("/", "");
            if (!BlobStore.isName(hash)) {
                continue;
            }
            String problem = BlobVerifier.problem(from.blobs(), hash);
            if (!problem.isEmpty()) {
                spoilt.add(problem);
                continue;
            }
            Path target = BlobStore.file(to.blobs(), hash);
            Disk.makeDirectory(Disk.directoryOf(target));
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            Disk.force(target);
            Disk.force(Disk.directoryOf(target));
            copied++;
        }
        return copied;
    }

    private static List<Path> filesOf(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store, 2)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw new IOException("The folder " + store + " cannot be read: " + e.getMessage(), e);
        }
    }

    private long copySnapshots(List<SnapshotVerifier.Finding> findings) throws IOException {
        long copied = 0;
        for (SnapshotVerifier.Finding finding : findings) {
            if (finding.isGood()) {
                Disk.makeDirectory(to.snapshots());
                Path target = to.snapshots().resolve(finding.file().getFileName());
                Files.copy(finding.file(), target, StandardCopyOption.COPY_ATTRIBUTES);
                Disk.force(target);
                Disk.force(to.snapshots());
                copied++;
            }
        }
        return copied;
    }
}
