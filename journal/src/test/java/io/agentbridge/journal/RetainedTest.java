package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal gives up its oldest segments, and is in order at any moment of that. */
class RetainedTest {
    @TempDir
    Path directory;

    private static JournalOptions options(Path path) {
        return Journals.in(path).withBlockBytes(1 << 18).withSegmentBytes(100_000);
    }

    /** What one does with a journal. */
    enum Action {
        APPEND,
        SEAL,
        DROP_OLDEST,
        DROP_ALL,
        REOPEN
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return Arbitraries.frequencyOf(
                        Tuple.of(12, Arbitraries.just(Action.APPEND)),
                        Tuple.of(2, Arbitraries.just(Action.SEAL)),
                        Tuple.of(2, Arbitraries.just(Action.DROP_OLDEST)),
                        Tuple.of(1, Arbitraries.just(Action.DROP_ALL)),
                        Tuple.of(3, Arbitraries.just(Action.REOPEN)))
                .list()
                .ofMinSize(4)
                .ofMaxSize(40);
    }

    /** The plain journal keeps everything, so it knows what the other one must still have. */
    @Property(tries = 25)
    void whatIsRetainedIsTheEndOfWhatAJournalThatForgetsNothingHas(@ForAll("actions") List<Action> actions)
            throws IOException {
        Path root = Files.createTempDirectory("retention");
        Path path = root.resolve("chronicle");
        Path oraclePath = root.resolve("file");
        var oracleOptions = Journals.in(oraclePath);
        StoredJournal journal = ChronicleJournal.open(options(path));
        StoredJournal oracle = FileJournal.open(oracleOptions);
        long seed = 0;
        for (Action action : actions) {
            switch (action) {
                case APPEND -> {
                    for (int i = 0; i < 150; i++) {
                        Step step = Step.of(++seed, 400);
                        step.appendTo(journal);
                        step.appendTo(oracle);
                    }
                    journal.force();
                    oracle.force();
                }
                case SEAL -> {
                    journal.seal();
                    oracle.seal();
                }
                case DROP_OLDEST -> drop(journal, 1);
                case DROP_ALL -> drop(journal, Integer.MAX_VALUE);
                case REOPEN -> {
                    journal.close();
                    oracle.close();
                    journal = ChronicleJournal.open(options(path));
                    oracle = FileJournal.open(oracleOptions);
                }
            }
            assertIsEndOf(oracle, journal);
        }
        journal.close();
        oracle.close();
        assertTrue(JournalVerifier.verify(path).damage().isEmpty());
        Images.delete(path);
        Images.delete(oraclePath);
        Files.delete(root);
    }

    private static void drop(StoredJournal journal, int segments) throws IOException {
        List<SegmentSummary> droppable = journal.droppable();
        if (!droppable.isEmpty()) {
            journal.dropThrough(droppable.get(Math.min(segments, droppable.size()) - 1));
        }
    }

    private static void assertIsEndOf(StoredJournal oracle, StoredJournal journal) throws IOException {
        assertEquals(oracle.lastRecord(), journal.lastRecord());
        assertEquals(oracle.lastSequence(), journal.lastSequence());
        List<JournalRecord> all = Journals.read(oracle.reader(JournalFiles.OLDEST));
        List<JournalRecord> retained = Journals.read(journal.reader(JournalFiles.OLDEST));
        List<JournalRecord> expected = all.subList(all.size() - retained.size(), all.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).number(), retained.get(i).number());
            assertEquals(expected.get(i).firstSequence(), retained.get(i).firstSequence());
            assertArrayEquals(expected.get(i).input(), retained.get(i).input());
            assertArrayEquals(expected.get(i).events(), retained.get(i).events());
        }
        if (!retained.isEmpty()) {
            assertEquals(journal.firstSequence(), retained.getFirst().firstSequence());
        }
    }

    private ChronicleJournal filled(Path path, int steps) throws IOException {
        var journal = ChronicleJournal.open(options(path));
        Journals.append(journal, 1, steps, 400, 50);
        assertTrue(journal.droppable().size() >= 4, "several segments");
        return journal;
    }

    @Test
    void nothingIsSalvagedOfOneWhoseOldestSegmentIsGone() throws IOException {
        Path from = directory.resolve("from");
        Path to = directory.resolve("to");
        try (var journal = filled(from.resolve("journal"), 2_000)) {
            journal.dropThrough(journal.droppable().get(1));
        }
        Files.delete(Framing.CHRONICLE.segments(from.resolve("journal")).getFirst());
        var result = Salvage.copy(place(from), place(to), to, _ -> List.of());
        assertEquals(0, result.records());
        assertEquals(2_001 - result.lastRecord() - result.apart().later(), result.lostRecords(), result.toString());
        assertTrue(result.damage().isPresent());
        assertTrue(JournalVerifier.verify(to.resolve("journal")).damage().isEmpty());
    }

    private static Salvage.Place place(Path folder) {
        return new Salvage.Place(folder.resolve("journal"), folder.resolve("blobs"), folder.resolve("snapshots"));
    }

    @Test
    void whoAsksForWhatWasDroppedIsTold() throws IOException {
        try (var journal = filled(directory, 2_000)) {
            assertEquals(1, journal.firstSequence());
            SegmentSummary last = journal.droppable().get(1);
            journal.dropThrough(last);
            assertEquals(last.lastSequence() + 1, journal.firstSequence());
            assertEquals(journal.firstSequence(), JournalFiles.firstSequence(directory));
            for (long sequence : List.of(1L, last.lastSequence())) {
                var refused = assertThrows(NotRetainedException.class, () -> journal.reader(sequence));
                assertEquals(journal.firstSequence(), refused.oldest());
                assertThrows(NotRetainedException.class, () -> JournalFiles.readOnly(directory, sequence));
            }
            assertEquals(
                    last.lastRecord() + 1,
                    Journals.read(journal.reader(journal.firstSequence()))
                            .getFirst()
                            .number());
            assertEquals(
                    last.lastRecord() + 1,
                    Journals.read(JournalFiles.readOnly(directory, JournalFiles.OLDEST))
                            .getFirst()
                            .number());
        }
    }

    @Test
    void whatWasDroppedIsNotCounted() throws IOException {
        SegmentSummary last;
        try (var journal = filled(directory, 2_000)) {
            last = journal.droppable().get(1);
            journal.dropThrough(last);
        }
        var records = new ArrayList<JournalRecord>();
        var result = JournalVerifier.verify(directory, records::add);
        assertEquals(records.size(), result.records());
        assertEquals(last.lastRecord() + 1, result.firstRecord());
        assertEquals(records.getLast().number(), result.lastRecord());
        long events = records.stream().mapToLong(JournalRecord::eventCount).sum();
        assertEquals(events, result.events());
        try (var journal = ChronicleJournal.open(options(directory))) {
            String told = journal.recovery().message();
            assertTrue(told.startsWith(records.size() + " records, " + events + " events"), told);
        }
    }

    @Test
    void theNewestSegmentIsNeverDropped() throws IOException {
        try (var journal = filled(directory, 2_000)) {
            Path segment = Framing.CHRONICLE.segments(directory).getLast();
            assertFalse(journal.droppable().stream().anyMatch(summary -> summary.name()
                    .equals(segment.getFileName().toString())));
            SegmentSummary last = journal.droppable().getLast();
            journal.dropThrough(last);
            assertEquals(List.of(), journal.droppable());
            assertEquals(List.of(segment), Framing.CHRONICLE.segments(directory));
            assertThrows(IllegalArgumentException.class, () -> journal.dropThrough(last));
        }
    }

    @Test
    void aReaderInsideWhatIsDroppedEndsWithAClearAnswerAndOneBehindItGoesOn() throws IOException {
        try (var journal = filled(directory, 2_000);
                var inFirst = journal.reader(1);
                var outside = JournalFiles.readOnly(directory, 1);
                var inThird = journal.reader(journal.droppable().get(2).previousSequence() + 1)) {
            long first = inFirst.next().orElseThrow().number();
            outside.next();
            inThird.next();
            SegmentSummary segment = journal.droppable().getFirst();
            journal.dropThrough(journal.droppable().get(1));
            assertThrows(NotRetainedException.class, () -> Journals.read(inFirst));
            assertThrows(NotRetainedException.class, () -> Journals.read(outside));
            assertEquals(1, first);
            assertTrue(segment.lastRecord() > first);
            var rest = Journals.read(inThird);
            assertEquals(journal.lastRecord(), rest.getLast().number());
        }
    }

    @Test
    void aCrashAtAnyStepOfADeletionLeavesAJournalThatOpens() throws IOException {
        Path image = directory.resolve("alive");
        List<SegmentSummary> droppable;
        try (var journal = filled(image, 2_000)) {
            droppable = journal.droppable();
        }
        SegmentSummary last = droppable.get(2);
        Base base = Base.behind(last, droppable.get(3).name(), 1, HistoryDigest.OF_NOTHING);
        List<Path> gone = new ArrayList<>();
        for (SegmentSummary segment : droppable.subList(0, 3)) {
            gone.add(Path.of(segment.name()));
        }
        for (SegmentSummary segment : droppable.subList(0, 3)) {
            gone.add(Path.of(segment.name() + SegmentIndex.SUFFIX));
        }
        gone.sort(Comparator.comparing(path -> path.toString().endsWith(SegmentIndex.SUFFIX)));
        for (int deleted = 0; deleted <= gone.size(); deleted++) {
            Path crashed = Images.copy(image, directory.resolve("crashed"));
            base.write(crashed);
            for (Path file : gone.subList(0, deleted)) {
                Files.delete(crashed.resolve(file));
            }
            // Nobody minds the leftovers, and the next start clears them away.
            assertTrue(JournalVerifier.verify(crashed).damage().isEmpty());
            assertEquals(
                    base.firstRecord(),
                    Journals.read(JournalFiles.readOnly(crashed, JournalFiles.OLDEST))
                            .getFirst()
                            .number());
            try (var journal = ChronicleJournal.open(options(crashed))) {
                assertEquals(base.firstSequence(), journal.firstSequence());
                assertFalse(journal.recovery().epochChanged());
                assertEquals(
                        base.firstRecord(),
                        Journals.read(journal.reader(JournalFiles.OLDEST))
                                .getFirst()
                                .number());
                for (Path file : gone) {
                    assertFalse(Files.exists(crashed.resolve(file)));
                }
            }
            Images.delete(crashed);
        }
    }

    /** At level {@code os} a power cut may take the only segment; the base, which says what was deleted, stays. */
    @ParameterizedTest
    @EnumSource
    void oneWhoseOnlySegmentIsGoneGoesOnBehindTheBase(Durability durability) throws IOException {
        Path crashed = directory.resolve("crashed");
        SegmentSummary dropped;
        Path segment;
        try (var journal = filled(directory.resolve("alive"), 2_000)) {
            dropped = journal.droppable().getLast();
            journal.dropThrough(dropped);
            segment = Images.copy(directory.resolve("alive"), crashed)
                    .resolve(Base.read(crashed).segment());
        }
        Files.write(segment, new byte[1 << 16]);
        // Its clock is behind the segments, which are named by the hour but may be filled faster.
        var options = options(crashed).withDurability(durability).withClock(() -> Instant.EPOCH);
        try (var journal = ChronicleJournal.open(options)) {
            assertEquals(dropped.lastRecord(), journal.lastRecord());
            assertEquals(dropped.lastSequence(), journal.lastSequence());
            assertEquals(dropped.lastChain(), journal.recovery().lastChain());
            assertEquals(dropped.stateHash(), journal.recovery().lastStateHash());
            assertEquals(dropped.lastTimestampMillis(), journal.lastTimestampMillis());
            assertEquals(List.of(), journal.droppable());
            Journals.append(journal, 5_000, 5_010, 400, 50);
        }
        try (var journal = ChronicleJournal.open(options)) {
            var retained = Journals.read(journal.reader(JournalFiles.OLDEST));
            assertEquals(dropped.lastRecord() + 1, retained.getFirst().number());
            assertArrayEquals(Step.of(5_000, 400).input(), retained.getFirst().input());
        }
        assertTrue(JournalVerifier.verify(crashed).damage().isEmpty());
    }

    @Test
    void aStartThatIsRefusedChangesNothing() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (var journal = filled(directory.resolve("alive"), 2_000)) {
            Images.copy(directory.resolve("alive"), crashed);
            List<SegmentSummary> droppable = journal.droppable();
            Base.behind(droppable.getFirst(), droppable.get(1).name(), 1, HistoryDigest.OF_NOTHING)
                    .write(crashed);
            Images.flip(
                    crashed.resolve(droppable.get(2).name()), droppable.get(2).lastFrame() + 100, 3);
        }
        Files.write(crashed.resolve("99991231-23F.cq4"), new byte[1 << 16]);
        Images.deleteIndexes(crashed);
        Map<String, String> before = contents(crashed);
        assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options(crashed)));
        assertEquals(before, contents(crashed));
    }

    /** What each file of a folder holds, but for the lock. */
    private static Map<String, String> contents(Path folder) throws IOException {
        var all = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals("journal.lock")) {
                    all.put(file.getFileName().toString(), new BlobName(Files.readAllBytes(file)).hash());
                }
            }
        }
        return all;
    }

    @Test
    void whatIsDamagedIsNotDeleted() throws IOException {
        try (var journal = filled(directory, 2_000)) {
            SegmentSummary oldest = journal.droppable().getFirst();
            Path segment = directory.resolve(oldest.name());
            Images.flip(segment, oldest.lastFrame() + 100, 3);
            assertThrows(CorruptJournalException.class, () -> journal.dropThrough(oldest));
            assertEquals(1, journal.firstSequence());
            assertTrue(Files.exists(segment));
            Images.flip(segment, oldest.lastFrame() + 100, 3);
            journal.dropThrough(oldest);
            assertEquals(oldest.lastSequence() + 1, journal.firstSequence());
        }
    }

    @Test
    void aDamagedBaseStopsTheStart() throws IOException {
        try (var journal = filled(directory, 2_000)) {
            journal.dropThrough(journal.droppable().getFirst());
        }
        Path file = directory.resolve("journal.base");
        var random = new Random(3);
        for (int trial = 0; trial < 40; trial++) {
            long offset = random.nextLong(Files.size(file));
            int bit = random.nextInt(8);
            Images.flip(file, offset, bit);
            assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options(directory)));
            Images.flip(file, offset, bit);
        }
        Files.delete(file);
        assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options(directory)));
    }
}
