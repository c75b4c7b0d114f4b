package io.agentbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes a clean copy of a damaged journal, of its bodies and its snapshots: the records before the first damage, byte for byte, under
 * another epoch. Whole records behind the damage cannot be shown to follow, so they are written down in a file for people. Never
 * changes what it copies from; no writer must be at work there.
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
     * @param lastTimestampMillis the time of the last of them
     * @param damage where the first damage is; empty if there is none
     * @param knownThrough the highest record number that is known to have been written
     * @param apart what was put aside
     * @param blobs bodies copied
     * @param spoiltBlobs bodies that do not hold what their names say: not copied
     * @param snapshots snapshots copied
     * @param uselessSnapshots snapshots that are damaged, or of a state behind what was copied: not copied
     */
    public record Result(
            String epoch,
            long records,
            long lastSequence,
            long lastTimestampMillis,
            Optional<Damage> damage,
            long knownThrough,
            UnchainedRecords.Summary apart,
            long blobs,
            List<Path> spoiltBlobs,
            long snapshots,
            List<SnapshotVerifier.Finding> uselessSnapshots) {
        public Result {
            spoiltBlobs = List.copyOf(spoiltBlobs);
            uselessSnapshots = List.copyOf(uselessSnapshots);
        }

        /** Records that are known to have been written and of which nothing whole was found anywhere. */
        public long lostRecords() {
            return Math.max(0, knownThrough - records - apart.later());
        }
    }

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
     * @throws IOException if something cannot be read or written, or {@code folder} is in use; then throw {@code folder} away
     */
    public static Result copy(Place from, Place to, Path folder, Function<JournalRecord, List<String>> text)
            throws IOException {
        if (!Files.isDirectory(from.journal())) {
            throw new IOException("There is no journal in " + from.journal());
        }
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(folder + " is not empty; name a folder that is not there yet");
                }
            }
        }
        return new Salvage(from, to, folder, text).copy();
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
                        found.records(),
                        text)
                : UnchainedRecords.none();
        String epoch = openAsAServerWould(framing);
        var spoilt = new ArrayList<Path>();
        long blobs = copyBlobs(spoilt);
        List<SnapshotVerifier.Finding> findings = snapshots.findings();
        return new Result(
                epoch,
                found.records(),
                found.lastSequence(),
                found.timestampMillis(),
                found.damage(),
                Math.max(found.records(), Math.max(found.forcedThrough(), unchained.highest())),
                unchained.summary(),
                blobs,
                spoilt,
                copySnapshots(findings),
                findings.stream().filter(finding -> !finding.isGood()).toList());
    }

    /** Byte for byte: a checkpoint that was taken of them still fits. */
    private JournalVerifier.Result copyRecords(Framing framing, SnapshotVerifier snapshots) throws IOException {
        JournalVerifier.Result found;
        try (StoredJournal copy = open(framing)) {
            found = JournalVerifier.verify(from.journal(), (bytes, offset, length) -> {
                snapshots.record(
                        RecordFormat.firstSequence(bytes, offset),
                        RecordFormat.firstSequence(bytes, offset) + RecordFormat.eventCount(bytes, offset) - 1,
                        RecordFormat.stateHash(bytes, offset));
                copy.prepare(length);
                copy.store(ByteBuffer.wrap(bytes, offset, length).slice());
            });
            copy.forceStored();
        }
        Base base = Base.read(from.journal());
        List<Path> copied = framing.segments(to.journal());
        if (!base.equals(Base.NONE) && !copied.isEmpty()) {
            base.at(copied.getFirst().getFileName().toString()).write(to.journal());
        }
        if (found.records() > 0) {
            new Seal(found.records(), found.chain()).write(to.journal());
        }
        return found;
    }

    private StoredJournal open(Framing framing) throws IOException {
        JournalOptions options = JournalOptions.in(to.journal());
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

    private long copyBlobs(List<Path> spoilt) throws IOException {
        long copied = 0;
        if (!Files.isDirectory(from.blobs())) {
            return copied;
        }
        try (Stream<Path> files = Files.walk(from.blobs(), 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String hash = from.blobs().relativize(file).toString().replace("/", "");
                if (!BlobStore.isName(hash)) {
                    continue;
                }
                if (!BlobVerifier.problem(from.blobs(), hash).isEmpty()) {
                    spoilt.add(file);
                    continue;
                }
                Path target = BlobStore.file(to.blobs(), hash);
                Disk.makeDirectory(Disk.directoryOf(target));
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                Disk.force(target);
                Disk.force(Disk.directoryOf(target));
                copied++;
            }
        }
        return copied;
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
