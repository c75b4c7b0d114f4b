package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to bytes that are no longer what was written: found, and never taken for something else. */
class DamageTest {
    private static final int STEPS = 600;
    private static final int MAX_BYTES = 300;
    private static final int BATCH = 10;

    @TempDir
    Path directory;

    /** Small blocks and several segments, so that damage falls everywhere and files are quick to copy. */
    private JournalOptions options(Path path) {
        return JournalOptions.in(path)
                .withBlockBytes(1 << 18)
                .withReserveBytes(0)
                .withSegmentBytes(80_000);
    }

    /** A journal that was closed in order. */
    private Path closedImage(Kind kind) throws IOException {
        Path path = directory.resolve("closed");
        try (var journal = kind.open(options(path))) {
            Journals.append(journal, 1, STEPS, MAX_BYTES, BATCH);
        }
        return path;
    }

    /** A journal as a kill -9 leaves it, with a last batch of which no later record says that it was forced. */
    private Path killedImage(Kind kind) throws IOException {
        Path path = directory.resolve("alive");
        try (var journal = kind.open(options(path))) {
            Journals.append(journal, 1, STEPS, MAX_BYTES, BATCH);
            return Images.copy(path, directory.resolve("killed"));
        }
    }

    private static Framing framing(Kind kind) {
        return kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
    }

    private static void assertPrefix(List<JournalRecord> expected, List<JournalRecord> actual, String what) {
        assertTrue(actual.size() <= expected.size(), what);
        for (int i = 0; i < actual.size(); i++) {
            assertEquals(expected.get(i).chain(), actual.get(i).chain(), what);
            assertArrayEquals(expected.get(i).input(), actual.get(i).input(), what);
            assertArrayEquals(expected.get(i).events(), actual.get(i).events(), what);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageToWhatWasForcedStopsTheStartAndChangesNothing(Kind kind) throws IOException {
        Path image = closedImage(kind);
        // Else a start would take the index files' word for it; see SegmentIndexTest.
        Images.deleteIndexes(image);
        var random = new Random(2);
        List<Path> segments = framing(kind).segments(image);
        for (int trial = 0; trial < 12; trial++) {
            Path damaged = Images.copy(image, directory.resolve("damaged"));
            Path segment = damaged.resolve(
                    segments.get(random.nextInt(segments.size())).getFileName());
            long end = Images.endOfData(segment, framing(kind));
            // Records are in the second half of each, whatever Chronicle keeps before.
            long offset = random.nextLong(end / 2, end - 200);
            switch (trial % 3) {
                case 0 -> Images.flip(segment, offset, random.nextInt(8));
                case 1 -> Images.zero(segment, offset & ~4095L, 4096);
                default -> Images.truncate(segment, offset);
            }
            var before = JournalVerifier.verify(damaged);
            if (before.damage().isPresent()) {
                var refusal = assertThrows(CorruptJournalException.class, () -> kind.open(options(damaged)));
                assertTrue(refusal.toString()
                        .contains("record " + before.damage().get().record()));
                assertTrue(refusal.toString().contains("restore a backup"));
                assertEquals(before, JournalVerifier.verify(damaged));
            }
            Images.delete(damaged);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnforcedTailIsSetAsideWhateverHappenedToIt(Kind kind) throws IOException {
        Path image = killedImage(kind);
        List<JournalRecord> expected = Journals.read(JournalFiles.readOnly(image, 1));
        assertEquals(STEPS, expected.size());
        long known = JournalVerifier.verify(image).forcedThrough();
        assertEquals(STEPS - BATCH, known, "the last batch is forced, but nothing on disk says so");
        var random = new Random(3);
        int setAside = 0;
        for (int trial = 0; trial < 40; trial++) {
            Path damaged = Images.copy(image, directory.resolve("damaged"));
            Path segment = framing(kind).segments(damaged).getLast();
            long end = Images.endOfData(segment, framing(kind));
            long offset = end - 1 - random.nextInt(6_000);
            String what;
            switch (trial % 3) {
                case 0 -> {
                    what = "flipped a bit at " + offset;
                    Images.flip(segment, offset, random.nextInt(8));
                }
                case 1 -> {
                    what = "zeroed from " + offset;
                    Images.zero(segment, offset, 1 + random.nextInt(5_000));
                }
                default -> {
                    what = "cut at " + offset;
                    Images.truncate(segment, offset);
                }
            }
            var before = JournalVerifier.verify(damaged);
            if (before.isCorrupt()) {
                assertThrows(CorruptJournalException.class, () -> kind.open(options(damaged)), what);
            } else {
                setAside++;
                assertGoesOn(kind, damaged, expected, before.forcedThrough(), what);
            }
            Images.delete(damaged);
        }
        assertTrue(setAside >= 10, "only " + setAside + " of the trials hit the unforced tail");
    }

    private void assertGoesOn(Kind kind, Path path, List<JournalRecord> expected, long known, String what)
            throws IOException {
        long kept;
        try (var journal = kind.open(options(path))) {
            var recovery = journal.recovery();
            kept = recovery.lastRecord();
            assertTrue(kept >= known && kept <= STEPS, what + ": " + recovery);
            assertTrue(kept == STEPS || !recovery.message().isEmpty(), what + ": " + recovery);
            assertPrefix(expected, Journals.read(journal.reader(1)), what);
            Journals.append(journal, kept + 1, kept + 50, MAX_BYTES, BATCH);
        }
        try (var journal = kind.open(options(path))) {
            assertTrue(journal.recovery().cleanStop(), what);
            assertEquals(kept + 50, Journals.steps(journal).size(), what);
            assertTrue(JournalVerifier.verify(path).damage().isEmpty(), what);
        }
    }

    @Test
    void aRecordWithoutItsHeaderWasNeverAppendedAndIsSetAside() throws IOException {
        Path image = killedImage(Kind.CHRONICLE);
        Path segment = Framing.CHRONICLE.segments(image).getLast();
        long frame = 0;
        try (var reader = new SegmentReader(segment, Framing.CHRONICLE, 0)) {
            while (reader.next() == SegmentReader.Found.RECORD) {
                frame = reader.recordStart() - Integer.BYTES;
            }
        }
        Images.zero(segment, frame, Integer.BYTES);
        try (var journal = ChronicleJournal.open(options(image))) {
            var recovery = journal.recovery();
            assertEquals(STEPS - 1, recovery.lastRecord());
            assertEquals(0, recovery.recordsSetAside());
            assertEquals(1, recovery.setAside().size());
            assertTrue(recovery.bytesSetAside() > RecordFormat.HEADER_BYTES);
            assertFalse(recovery.epochChanged());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSealedEndThatWasCutOffIsMissed(Kind kind) throws IOException {
        Path image = closedImage(kind);
        Path segment = framing(kind).segments(image).getLast();
        long end = Images.endOfData(segment, framing(kind));
        // Exactly the mark: a shorter journal in itself in perfect order.
        Images.zero(segment, end - RecordFormat.HEADER_BYTES - (kind == Kind.CHRONICLE ? 4 : 0), 1 << 18);
        if (kind == Kind.FILE) {
            Images.truncate(segment, end - RecordFormat.HEADER_BYTES);
        }
        var result = JournalVerifier.verify(image);
        assertEquals(STEPS, result.records());
        assertTrue(result.isCorrupt(), result.toString());
        assertThrows(CorruptJournalException.class, () -> kind.open(options(image)));
    }

    @ParameterizedTest
    @EnumSource
    void aMissingSegmentIsMissed(Kind kind) throws IOException {
        Path image = closedImage(kind);
        List<Path> segments = framing(kind).segments(image);
        Files.delete(segments.get(segments.size() / 2));
        assertThrows(CorruptJournalException.class, () -> kind.open(options(image)));
    }
}
