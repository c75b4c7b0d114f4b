package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that is provably good is copied, all that is not is told of, and nothing is changed where it came from. */
class SalvageTest {
    private static final int STEPS = 300;
    private static final int BATCH = 10;

    @TempDir
    Path directory;

    private long segmentBytes = 120_000;

    private Salvage.Place from = place(Path.of("unset"));
    private Salvage.Place to = place(Path.of("unset"));

    @BeforeEach
    void places() {
        from = place(directory.resolve("from"));
        to = place(directory.resolve("to"));
    }

    private static Salvage.Place place(Path folder) {
        return new Salvage.Place(folder.resolve("journal"), folder.resolve("blobs"), folder.resolve("snapshots"));
    }

    private static Framing framing(Kind kind) {
        return kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
    }

    private JournalOptions options(Path path) {
        return JournalOptions.in(path)
                .withBlockBytes(1 << 18)
                .withReserveBytes(0)
                .withSegmentBytes(segmentBytes);
    }

    private static Step step(long number) {
        return Step.text(("step " + number + " ").repeat((int) (1 + number % 30)), 1);
    }

    /** A journal of steps with one event each, three bodies, and snapshots at a third, two thirds, and the end. */
    private void record(Kind kind) throws IOException {
        var blobs = BlobStore.open(from.blobs(), Durability.DISK, 1 << 20);
        for (int i = 0; i < 3; i++) {
            byte[] body = ("body " + i).repeat(100).getBytes(StandardCharsets.UTF_8);
            blobs.put(body, 0, body.length);
        }
        var snapshots = SnapshotStore.open(from.snapshots(), 3, _ -> {});
        try (var journal = kind.open(options(from.journal()))) {
            for (int i = 1; i <= STEPS; i++) {
                Step step = step(i);
                step.appendTo(journal);
                if (i % BATCH == 0) {
                    journal.force();
                }
                if (i % (STEPS / 3) == 0) {
                    snapshots.write(new StoredSnapshot(i, step.stateHash(), 1, step.input()));
                }
            }
        }
    }

    private Map<String, ByteBuffer> sourceFiles() throws IOException {
        var all = new TreeMap<String, ByteBuffer>();
        try (Stream<Path> files = Files.walk(directory.resolve("from"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    /** Salvages, and holds the copy to everything that is promised of it. */
    private Salvage.Result salvage(Kind kind) throws IOException {
        Map<String, ByteBuffer> before = sourceFiles();
        List<JournalRecord> good = new ArrayList<>();
        var found = JournalVerifier.verify(from.journal(), good::add);
        var result = Salvage.copy(from, to, directory.resolve("to"), SalvageTest::text);
        assertEquals(before, sourceFiles(), "the source is not changed");
        assertEquals(found.records(), result.records());
        assertEquals(found.damage(), result.damage());

        var copied = JournalVerifier.verify(to.journal());
        assertTrue(copied.damage().isEmpty(), copied.toString());
        assertNotEquals(
                found.epoch().map(Epoch::id), copied.epoch().map(Epoch::id), "clients must not take up old cursors");
        List<JournalRecord> records = Journals.read(JournalFiles.readOnly(to.journal(), 1));
        for (int i = 0; i < good.size(); i++) {
            assertEquals(good.get(i).chain(), records.get(i).chain());
            assertArrayEquals(good.get(i).input(), records.get(i).input());
            assertArrayEquals(good.get(i).events(), records.get(i).events());
        }
        assertTrue(records.size() <= good.size() + 1
                && (records.isEmpty() || records.getLast().isMark()));
        var snapshots = SnapshotVerifier.of(to.snapshots());
        records.forEach(record -> snapshots.record(record.firstSequence(), record.lastSequence(), record.stateHash()));
        assertEquals(result.snapshots(), snapshots.findings().size());
        assertTrue(snapshots.findings().stream().allMatch(SnapshotVerifier.Finding::isGood));

        long last = result.lastSequence();
        try (var journal = kind.open(options(to.journal()))) {
            assertTrue(journal.recovery().cleanStop(), journal.recovery().message());
            assertFalse(journal.recovery().epochChanged(), "snapshots that were copied are of this history");
            assertEquals(last, journal.lastSequence());
            step(last + 1).appendTo(journal);
            journal.force();
        }
        assertTrue(JournalVerifier.verify(to.journal()).damage().isEmpty());
        return result;
    }

    private Place frame(Kind kind, long number) throws IOException {
        for (Path segment : framing(kind).segments(from.journal())) {
            try (var reader = new SegmentReader(segment, framing(kind), 0)) {
                while (reader.next() == SegmentReader.Found.RECORD) {
                    if (RecordFormat.number(reader.bytes(), reader.recordOffset()) == number) {
                        return new Place(segment, reader.recordStart(), reader.recordLength());
                    }
                }
            }
        }
        throw new IllegalStateException("no record " + number);
    }

    private record Place(Path segment, long offset, int length) {}

    @ParameterizedTest
    @EnumSource
    void aSoundJournalIsCopiedWhole(Kind kind) throws IOException {
        record(kind);
        Checkpoint checkpoint = Checkpoints.take(from.journal());
        var result = salvage(kind);
        assertEquals(STEPS + 1, result.records());
        assertEquals(0, result.lostRecords());
        assertEquals(3, result.blobs());
        assertEquals(3, result.snapshots());
        assertTrue(result.damage().isEmpty());
        assertInstanceOf(Checkpoints.Outcome.Same.class, Checkpoints.check(to.journal(), checkpoint));
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedBitCostsItsRecordAndPutsTheRestAside(Kind kind) throws IOException {
        record(kind);
        Place hit = frame(kind, 151);
        Images.flip(hit.segment(), hit.offset() + RecordFormat.HEADER_BYTES + 3, 2);
        var result = salvage(kind);
        assertEquals(150, result.records());
        assertEquals(150, result.lastSequence());
        assertEquals(STEPS + 1, result.knownThrough());
        assertEquals(1, result.lostRecords());
        assertEquals(150, result.apart().records());
        assertEquals(150, result.apart().later());
        assertEquals(152, result.apart().firstSequence());
        assertEquals(STEPS, result.apart().lastSequence());
        assertTrue(result.apart().otherBytes() >= hit.length());
        assertEquals(1, result.snapshots());
        assertEquals(2, result.uselessSnapshots().size());
        String apart = Files.readString(directory.resolve("to").resolve("salvaged-unchained.txt"));
        assertFalse(apart.contains("record 151,"));
        for (int number = 152; number <= STEPS; number++) {
            assertTrue(apart.contains("record " + number + ", sequences " + number + " to " + number + ", 1970-"));
            assertTrue(apart.contains("input  " + new String(step(number).input(), StandardCharsets.UTF_8) + "\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHoleOfZerosCostsWhatStoodInIt(Kind kind) throws IOException {
        record(kind);
        Place first = frame(kind, 100);
        Images.zero(first.segment(), first.offset() - (kind == Kind.CHRONICLE ? 4 : 0), 4096);
        var result = salvage(kind);
        assertEquals(99, result.records());
        assertTrue(result.lostRecords() > 5, result.toString());
        assertEquals(STEPS + 1 - 99, result.lostRecords() + result.apart().later());
    }

    @ParameterizedTest
    @EnumSource
    void anEndThatWasCutOffIsCountedAsLost(Kind kind) throws IOException {
        record(kind);
        Place first = frame(kind, 251);
        List<Path> segments = framing(kind).segments(from.journal());
        for (Path later : segments.subList(segments.indexOf(first.segment()) + 1, segments.size())) {
            Files.delete(later);
        }
        Images.truncate(first.segment(), first.offset() - (kind == Kind.CHRONICLE ? 4 : 0));
        var result = salvage(kind);
        assertEquals(250, result.records());
        assertEquals(STEPS + 1, result.knownThrough(), "the seal knows how far it went");
        assertEquals(STEPS + 1 - 250, result.lostRecords());
        assertEquals(0, result.apart().records());
        assertFalse(Files.exists(directory.resolve("to").resolve("salvaged-unchained.txt")));
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRecordIsPutAsideOnceMoreButNotTakenForALaterOne(Kind kind) throws IOException {
        record(kind);
        // Steps 40 and 70 have the same length but for a digit in common.
        Place early = frame(kind, 40);
        Place late = frame(kind, 70);
        assertEquals(early.length(), late.length());
        Images.write(late.segment(), late.offset(), Images.read(early.segment(), early.offset(), early.length()));
        var result = salvage(kind);
        assertEquals(69, result.records());
        assertEquals(1, result.lostRecords());
        assertEquals(STEPS + 1 - 70 + 1, result.apart().records());
        assertEquals(STEPS + 1 - 70, result.apart().later());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfAJournalWithoutItsBeginning(Kind kind) throws IOException {
        record(kind);
        Place first = frame(kind, 1);
        Images.flip(first.segment(), first.offset() + 20, 0);
        var result = salvage(kind);
        assertEquals(0, result.records());
        assertEquals(STEPS, result.apart().later());
        assertEquals(1, result.lostRecords());
        assertEquals(0, result.snapshots());
    }

    @Test
    void aMissingAndASwappedSegmentCostWhatTheyHeld() throws IOException {
        segmentBytes = 95_000;
        record(Kind.CHRONICLE);
        List<Path> segments = Framing.CHRONICLE.segments(from.journal());
        assertTrue(segments.size() >= 3, segments.toString());
        Path spare = from.journal().resolve("spare");
        Files.move(segments.get(1), spare);
        var missing = salvage(Kind.CHRONICLE);
        assertTrue(missing.records() > 0
                && missing.lostRecords() > 0
                && missing.apart().later() > 0);
        assertEquals(
                STEPS + 1,
                missing.records() + missing.lostRecords() + missing.apart().later());
        Files.move(segments.get(2), segments.get(1));
        Files.move(spare, segments.get(2));
        to = place(directory.resolve("second"));
        var swapped = Salvage.copy(from, to, directory.resolve("second"), SalvageTest::text);
        assertEquals(missing.records(), swapped.records());
        assertEquals(0, swapped.lostRecords());
        assertEquals(STEPS + 1, swapped.records() + swapped.apart().later());
    }

    @ParameterizedTest
    @EnumSource
    void damagedBodiesAndSnapshotsAreLeftOutAndNamed(Kind kind) throws IOException {
        record(kind);
        Path body;
        try (Stream<Path> files = Files.walk(from.blobs())) {
            body = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Images.flip(body, 7, 7);
        Path snapshot = from.snapshots().resolve("snapshot-%020d.bin".formatted(STEPS / 3));
        Images.flip(snapshot, 9, 1);
        var result = salvage(kind);
        assertEquals(1, result.spoiltBlobs().size());
        assertTrue(result.spoiltBlobs().getFirst().startsWith(body + " ("), result.toString());
        assertEquals(2, result.blobs());
        assertEquals(2, result.snapshots());
        assertEquals(snapshot, result.uselessSnapshots().getFirst().file());
    }

    @Test
    void aFolderThatIsInUseIsRefused() throws IOException {
        record(Kind.FILE);
        Path used = Files.createDirectory(directory.resolve("used"));
        Files.writeString(used.resolve("file"), "mine");
        assertThrows(IOException.class, () -> Salvage.copy(from, place(used), used, SalvageTest::text));
        assertThrows(
                IOException.class,
                () -> Salvage.copy(
                        place(directory.resolve("nothing")), to, directory.resolve("to"), SalvageTest::text));
        assertFalse(Files.exists(directory.resolve("to")));
    }

    @ParameterizedTest
    @EnumSource
    void whateverWasKilledMidwayIsSalvagedUpToItsUnfinishedEnd(Kind kind) throws IOException {
        Files.createDirectories(directory.resolve("from"));
        try (var journal = kind.open(options(directory.resolve("alive")))) {
            for (int i = 1; i <= 50; i++) {
                step(i).appendTo(journal);
            }
            journal.force();
            Images.copy(directory.resolve("alive"), from.journal());
        }
        Path segment = framing(kind).segments(from.journal()).getLast();
        long end = Images.endOfData(segment, framing(kind));
        Images.truncate(segment, end - 30);
        var result = salvage(kind);
        assertEquals(49, result.records());
        assertEquals(0, result.lostRecords(), "nothing says that it was ever finished");
        assertTrue(result.apart().otherBytes() > 0);
    }

    private static List<String> text(JournalRecord record) {
        return List.of("input  " + new String(record.input(), StandardCharsets.UTF_8));
    }

    /** Damaged long before its end, a journal goes on from a snapshot as it would have, in all that is left. */
    @ParameterizedTest
    @EnumSource
    void whatStandsBehindTheDamageGoesOnFromASnapshot(Kind kind) throws IOException {
        record(kind);
        List<JournalRecord> all = new ArrayList<>();
        JournalVerifier.verify(from.journal(), all::add);
        damageRecord(kind, 40);
        Map<String, ByteBuffer> before = sourceFiles();

        var result = Salvage.copyNewest(from, to, directory.resolve("to"));

        assertEquals(before, sourceFiles(), "the source is not changed");
        assertEquals(STEPS / 3, result.behind().sequence());
        assertEquals(STEPS, result.behind().lastSequence());
        assertEquals(3, result.snapshots());
        assertEquals(3, result.blobs());
        List<JournalRecord> expected = all.stream()
                .filter(record ->
                        record.number() >= all.size() - result.behind().records() + 1)
                .toList();
        assertEquals(STEPS / 3 + 1, expected.getFirst().firstSequence());
        List<JournalRecord> copied = Journals.read(JournalFiles.readOnly(to.journal(), JournalFiles.OLDEST));
        assertTrue(copied.size() <= expected.size() + 1, "at most a mark is new");
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).chain(), copied.get(i).chain());
            assertArrayEquals(expected.get(i).events(), copied.get(i).events());
        }
        assertTrue(JournalVerifier.verify(to.journal()).damage().isEmpty());
        assertEquals(STEPS / 3 + 1, JournalFiles.firstSequence(to.journal()));
        var snapshots = SnapshotStore.readOnly(to.snapshots(), 1, report -> {
            throw new AssertionError(report);
        });
        assertEquals(
                STEPS / 3, snapshots.newestAtOrBelow(STEPS / 3).orElseThrow().sequence());
        try (var journal = kind.open(options(to.journal()))) {
            assertTrue(journal.recovery().cleanStop(), journal.recovery().message());
            step(STEPS + 1).appendTo(journal);
            journal.force();
            assertEquals(STEPS + 1, journal.lastSequence());
        }
    }

    @Test
    void withoutASnapshotBehindTheDamageThereIsNothingToGoOnFrom() throws IOException {
        record(Kind.CHRONICLE);
        assertThrows(
                IOException.class, () -> Salvage.copyNewest(from, to, directory.resolve("to")), "nothing is damaged");
        Images.delete(from.snapshots());
        damageRecord(Kind.CHRONICLE, 40);
        IOException refused =
                assertThrows(IOException.class, () -> Salvage.copyNewest(from, to, directory.resolve("elsewhere")));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("No snapshot leads into"), refused.toString());
    }

    private void damageRecord(Kind kind, int wanted) throws IOException {
        for (Path segment : framing(kind).segments(from.journal())) {
            try (var reader = new SegmentReader(segment, framing(kind), 0)) {
                while (reader.next() == SegmentReader.Found.RECORD) {
                    if (RecordFormat.number(reader.bytes(), reader.recordOffset()) == wanted) {
                        Images.flip(segment, reader.recordStart() + RecordFormat.HEADER_BYTES, 3);
                        return;
                    }
                }
            }
        }
        throw new AssertionError("there is no record " + wanted);
    }
}
