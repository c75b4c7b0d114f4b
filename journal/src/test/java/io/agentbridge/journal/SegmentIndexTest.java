package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Index files spare a start and a reader what they cover, and nothing else depends on them. */
class SegmentIndexTest {
    private static final int STEPS = 8_000;

    @TempDir
    Path directory;

    private static JournalOptions options(Path path) {
        return Journals.in(path).withBlockBytes(1 << 18).withSegmentBytes(800_000);
    }

    private static Framing framing(Kind kind) {
        return kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
    }

    private Path closedImage(Kind kind) throws IOException {
        Path path = directory.resolve("closed");
        try (var journal = kind.open(options(path))) {
            Journals.append(journal, 1, STEPS, 300, 100);
        }
        return path;
    }

    /** Damages the first record behind the middle of a segment. */
    private static void damageMiddle(Path segment, Framing framing) throws IOException {
        try (var reader = new SegmentReader(segment, framing, 0)) {
            long at = reader.findRecord((Images.endOfData(segment, framing) / 2) & ~3L);
            Images.flip(segment, at + RecordFormat.HEADER_BYTES, 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFinishedSegmentAndAClosedJournalHasOneThatAgreesWithAScan(Kind kind) throws IOException {
        Path image = closedImage(kind);
        List<Path> segments = framing(kind).segments(image);
        assertEquals(kind == Kind.FILE, segments.size() == 1);
        var written = new ArrayList<SegmentIndex>();
        for (Path segment : segments) {
            SegmentIndex index = SegmentIndex.read(segment).orElseThrow();
            assertTrue(index.matches(segment, framing(kind)));
            written.add(index);
        }
        Images.deleteIndexes(image);
        var scan = JournalScan.of(Disk.directoryOf(segments.getFirst()), segments, framing(kind), new SparseIndex());
        for (int i = 0; i < segments.size(); i++) {
            SegmentSummary scanned = scan.unindexed().get(i).summary();
            SegmentSummary summary = written.get(i).summary();
            assertEquals(scanned.lastRecord(), summary.lastRecord());
            assertEquals(scanned.lastChain(), summary.lastChain());
            assertEquals(scanned.stateHash(), summary.stateHash());
            assertEquals(scanned.lastTimestampMillis(), summary.lastTimestampMillis());
            assertEquals(scanned.firstTimestampMillis(), summary.firstTimestampMillis());
            assertEquals(scanned.end(), summary.end());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnIndexCoversIsNotReadAtAStartButDamageInItIsFoundByWhoeverReadsIt(Kind kind) throws IOException {
        Path image = closedImage(kind);
        Path segment = framing(kind).segments(image).getFirst();
        damageMiddle(segment, framing(kind));
        var damage = JournalVerifier.verify(image).damage().orElseThrow();
        try (var journal = kind.open(options(image))) {
            assertTrue(journal.recovery().cleanStop());
            Journals.append(journal, STEPS + 1, STEPS + 10, 300, 1);
            var found = assertThrows(CorruptJournalException.class, () -> Journals.read(journal.reader(1)));
            assertTrue(found.toString().contains("record " + damage.record()), found.toString());
            assertEquals(
                    journal.lastRecord(),
                    Journals.read(journal.reader(journal.lastSequence()))
                            .getLast()
                            .number());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderBesideTheServerStartsAtTheRightPlaceToo(Kind kind) throws IOException {
        Path path = closedImage(kind);
        damageMiddle(framing(kind).segments(path).getFirst(), framing(kind));
        try (var journal = kind.open(options(path))) {
            Journals.append(journal, STEPS + 1, STEPS + 1_000, 300, 100);
            long late = journal.lastSequence() - 100;
            var records = Journals.read(JournalFiles.readOnly(path, late));
            assertTrue(records.getFirst().lastSequence() >= late - 1
                    && records.getFirst().firstSequence() <= late);
            assertEquals(journal.lastRecord(), records.getLast().number());
            assertThrows(CorruptJournalException.class, () -> Journals.read(JournalFiles.readOnly(path, 1)));
        }
    }

    @Test
    void anySequenceIsFoundThroughTheIndexAsItIsByReadingFromTheBeginning() throws IOException {
        Path image = closedImage(Kind.CHRONICLE);
        var all = Journals.read(JournalFiles.readOnly(image, 1));
        var random = new Random(7);
        for (int trial = 0; trial < 300; trial++) {
            long sequence = 1 + random.nextLong(all.getLast().lastSequence());
            var expected = all.stream()
                    .filter(record -> record.lastSequence() >= sequence || record.firstSequence() >= sequence)
                    .findFirst()
                    .orElseThrow();
            try (var reader = JournalFiles.readOnly(image, sequence)) {
                assertEquals(expected.number(), reader.next().orElseThrow().number(), "sequence " + sequence);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingOrDamagedOneIsMadeAgainFromTheSegment(Kind kind) throws IOException {
        Path image = closedImage(kind);
        Path segment = framing(kind).segments(image).getFirst();
        Path file = SegmentIndex.fileOf(segment);
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(11);
        for (int trial = 0; trial < 20; trial++) {
            switch (trial % 3) {
                case 0 -> Files.deleteIfExists(file);
                case 1 -> Images.truncate(file, random.nextLong(whole.length));
                default -> Images.flip(file, random.nextLong(whole.length), random.nextInt(8));
            }
            try (var journal = kind.open(options(image))) {
                assertFalse(journal.recovery().epochChanged());
                assertTrue(journal.recovery().setAside().isEmpty());
                assertEquals(STEPS + 1, journal.lastRecord());
            }
            assertTrue(SegmentIndex.read(segment).orElseThrow().matches(segment, framing(kind)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatBelongsToAnotherHistoryIsNotTrusted(Kind kind) throws IOException {
        Path image = closedImage(kind);
        Path other = directory.resolve("other");
        try (var journal = kind.open(options(other))) {
            Journals.append(journal, 100_001, 101_000, 300, 100);
        }
        Path segment = framing(kind).segments(image).getFirst();
        Files.copy(
                SegmentIndex.fileOf(framing(kind).segments(other).getFirst()),
                SegmentIndex.fileOf(segment),
                StandardCopyOption.REPLACE_EXISTING);
        try (var journal = kind.open(options(image))) {
            assertEquals(STEPS + 1, journal.lastRecord());
            assertEquals(STEPS + 1, Journals.read(journal.reader(1)).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSegmentThatIsShorterThanItsIndexSaysStopsTheStart(Kind kind) throws IOException {
        Path image = closedImage(kind);
        for (Path segment : framing(kind).segments(image)) {
            Path damaged = Images.copy(image, directory.resolve("damaged"));
            // Neither seal nor later records: only the index knows that there was more.
            Files.delete(damaged.resolve("journal.seal"));
            Path cut = damaged.resolve(segment.getFileName());
            long frame = SegmentIndex.read(cut).orElseThrow().summary().lastFrame();
            if (kind == Kind.FILE) {
                Images.truncate(cut, frame);
            } else {
                Images.zero(cut, frame, 1 << 20);
            }
            var refusal = assertThrows(CorruptJournalException.class, () -> kind.open(options(damaged)));
            assertTrue(refusal.toString().contains("were forced to the disk"), refusal.toString());
            Images.delete(damaged);
        }
    }

    @Test
    void aNewestSegmentThatIsMissingIsMissedByItsIndex() throws IOException {
        Path image = closedImage(Kind.CHRONICLE);
        Files.delete(image.resolve("journal.seal"));
        Files.delete(Framing.CHRONICLE.segments(image).getLast());
        assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options(image)));
        assertTrue(JournalVerifier.verify(image).isCorrupt());
    }
}
