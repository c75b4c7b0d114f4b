package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sealed journals of both kinds, damaged at random: either the damage is found and is called one of what was forced, or the records
 * that are read are the same, byte for byte.
 */
class CorruptionProofTest {
    private static final int JOURNALS = 4;
    private static final int SHORT_CASES = 3_000;
    private static final int LONG_CASES = 100_000;
    private static final int REGION_BYTES = 1 << 16;
    private static final int START_EVERY = 50;
    /** Where the first record of a Chronicle segment stands, behind the index. */
    private static final int FIRST_RECORD_BYTES = 100_000;

    @TempDir
    Path directory;

    private enum Harm {
        FLIPPED_BIT,
        OVERWRITTEN,
        TRUNCATED,
        ZEROED_PAGE,
        SWAPPED_RECORDS,
        REPEATED_RECORD,
        SWAPPED_SEGMENTS,
        REPEATED_SEGMENT,
        REMOVED_SEGMENT
    }

    /** Where a record stands, its frame with it. */
    private record Place(Path segment, long frame, int length) {}

    private static Framing framing(Kind kind) {
        return kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
    }

    private JournalOptions options(Path path, long segmentBytes) {
        return JournalOptions.in(path)
                .withBlockBytes(1 << 18)
                .withReserveBytes(0)
                .withSegmentBytes(segmentBytes);
    }

    private Path image(Kind kind, int which) throws IOException {
        Path path = directory.resolve("sealed-" + which);
        for (int part = 0; part <= which % 2; part++) {
            try (var journal = kind.open(options(path, FIRST_RECORD_BYTES + 8_000 + 6_000L * which))) {
                Journals.append(journal, 1 + 100L * part, 100L * (part + 1), 40 + 60 * which, 10);
            }
        }
        return path;
    }

    /** The digest of all records as a reader gets them; throws what a reader throws. */
    private static String digest(Path image) throws IOException {
        var digest = new HistoryDigest(HistoryDigest.OF_NOTHING);
        var result = JournalVerifier.verify(image, digest::add);
        List<JournalRecord> read = Journals.read(JournalFiles.readOnly(image, 1));
        assertEquals(result.records(), read.size(), "the reader reads what the verifier verified");
        assertEquals(result.chain(), read.getLast().chain());
        return digest.text();
    }

    @ParameterizedTest
    @EnumSource
    void noDamageToASealedJournalGoesUnnoticed(Kind kind) throws IOException {
        var random = new Random(kind == Kind.CHRONICLE ? 1 : 2);
        int cases = Proof.cases(SHORT_CASES, LONG_CASES);
        Map<Harm, Integer> found = new EnumMap<>(Harm.class);
        int identical = 0;
        int undetected = 0;
        int starts = 0;
        for (int which = 0; which < JOURNALS; which++) {
            Path image = image(kind, which);
            String expected = digest(image);
            List<Place> places = places(image, framing(kind));
            Path damaged = directory.resolve("damaged-" + which);
            Images.copy(image, damaged);
            for (int i = 0; i < cases / JOURNALS; i++) {
                Harm harm = harm(kind, random);
                String what = harm + ": " + harm(harm, damaged, framing(kind), places, random);
                var result = JournalVerifier.verify(damaged);
                if (result.damage().isEmpty()) {
                    if (digest(damaged).equals(expected)) {
                        identical++;
                    } else {
                        undetected++;
                        System.out.println("undetected: " + what);
                    }
                } else {
                    assertNoHistoryIsLost(result, damaged, expected, what);
                    found.merge(harm, 1, Integer::sum);
                    if (i % START_EVERY == 0 && result.isCorrupt()) {
                        // Else a start would take the index files' word for it.
                        Images.deleteIndexes(damaged);
                        starts++;
                        assertThrows(CorruptJournalException.class, () -> kind.open(options(damaged, 1 << 20)), what);
                        assertEquals(
                                result.damage(),
                                JournalVerifier.verify(damaged).damage(),
                                "a start that is refused changes nothing");
                    }
                }
                restore(image, damaged);
            }
            Images.delete(damaged);
        }
        int detected = found.values().stream().mapToInt(Integer::intValue).sum();
        Proof.report(
                "corruption-" + framing(kind).name().toLowerCase(Locale.ROOT),
                detected + identical + undetected,
                "undetected=" + undetected + " found=" + detected + " identical=" + identical + " starts-refused="
                        + starts + " " + found);
        assertEquals(0, undetected);
        assertEquals(cases, detected + identical, "cases that were tried");
        assertTrue(detected > cases / 4, "only " + detected + " found: the damage is too harmless to prove anything");
        assertTrue(starts > 10, "only " + starts + " starts tried");
    }

    /** What was found is called damage to what was forced; or it lies behind all that was sealed, and that is the same. */
    private static void assertNoHistoryIsLost(JournalVerifier.Result result, Path image, String expected, String what)
            throws IOException {
        if (!result.isCorrupt()) {
            var digest = new HistoryDigest(HistoryDigest.OF_NOTHING);
            JournalVerifier.verify(image, digest::add);
            assertEquals(expected, digest.text(), what + ": " + result);
        }
    }

    private static Harm harm(Kind kind, Random random) {
        // A plain journal is one file: it has no other to change places with.
        List<Harm> all = List.copyOf(
                kind == Kind.CHRONICLE
                        ? EnumSet.allOf(Harm.class)
                        : EnumSet.range(Harm.FLIPPED_BIT, Harm.REPEATED_RECORD));
        return random.nextInt(3) == 0 ? Harm.FLIPPED_BIT : all.get(random.nextInt(all.size()));
    }

    private static String harm(Harm harm, Path image, Framing framing, List<Place> places, Random random)
            throws IOException {
        List<Path> segments = framing.segments(image);
        Path segment = segments.get(random.nextInt(segments.size()));
        long end = Images.endOfData(segment, framing);
        Place one = places.get(random.nextInt(places.size()));
        Place other = places.get(random.nextInt(places.size()));
        return switch (harm) {
            case FLIPPED_BIT -> {
                // Half of them in records: most of a small Chronicle segment is its index.
                boolean inRecord = random.nextBoolean();
                Path file = inRecord ? image.resolve(one.segment().getFileName()) : segment;
                long offset = inRecord ? one.frame() + random.nextInt(one.length()) : random.nextLong(end);
                Images.flip(file, offset, random.nextInt(8));
                yield file + " at " + offset;
            }
            case OVERWRITTEN -> {
                byte[] bytes = new byte[1 + random.nextInt(600)];
                random.nextBytes(bytes);
                Path file = image.resolve(one.segment().getFileName());
                long offset = one.frame() + random.nextInt(one.length());
                Images.write(file, offset, Arrays.copyOf(bytes, (int) Math.min(bytes.length, end(file) - offset)));
                yield file + " at " + offset;
            }
            case TRUNCATED -> {
                long length = random.nextLong(Files.size(segment));
                Images.truncate(segment, length);
                yield segment + " at " + length;
            }
            case ZEROED_PAGE -> {
                long page = random.nextLong(end) & -4096L;
                Images.zero(segment, page, 4096);
                yield segment + " at " + page;
            }
            case SWAPPED_RECORDS -> {
                byte[] first = Images.read(image.resolve(one.segment().getFileName()), one.frame(), one.length());
                byte[] second =
                        Images.read(image.resolve(other.segment().getFileName()), other.frame(), other.length());
                Images.write(image.resolve(one.segment().getFileName()), one.frame(), second);
                Images.write(image.resolve(other.segment().getFileName()), other.frame(), first);
                yield one + " and " + other;
            }
            case REPEATED_RECORD -> {
                byte[] first = Images.read(image.resolve(one.segment().getFileName()), one.frame(), one.length());
                Images.write(image.resolve(other.segment().getFileName()), other.frame(), first);
                yield one + " over " + other;
            }
            case SWAPPED_SEGMENTS -> {
                Path with = segments.get(random.nextInt(segments.size()));
                Path spare = image.resolve("spare");
                Files.move(segment, spare);
                if (!with.equals(segment)) {
                    Files.move(with, segment);
                }
                Files.move(spare, with);
                yield segment + " and " + with;
            }
            case REPEATED_SEGMENT -> {
                Path as = image.resolve("2099010" + (1 + random.nextInt(9)) + "-00F.cq4");
                Files.copy(segment, as);
                yield segment + " as " + as;
            }
            case REMOVED_SEGMENT -> {
                Files.delete(segment);
                yield segment.toString();
            }
        };
    }

    private static long end(Path file) throws IOException {
        return Files.size(file);
    }

    private static List<Place> places(Path image, Framing framing) throws IOException {
        var places = new ArrayList<Place>();
        int header = framing == Framing.CHRONICLE ? Integer.BYTES : 0;
        for (Path segment : framing.segments(image)) {
            try (var reader = new SegmentReader(segment, framing, 0)) {
                while (reader.next() == SegmentReader.Found.RECORD) {
                    places.add(new Place(segment, reader.recordStart() - header, reader.recordLength() + header));
                }
            }
        }
        return places;
    }

    private static void restore(Path image, Path damaged) throws IOException {
        try (var files = Files.list(damaged)) {
            for (Path file : files.toList()) {
                if (!Files.exists(image.resolve(file.getFileName()))) {
                    Files.delete(file);
                }
            }
        }
        try (var files = Files.list(image)) {
            for (Path file : files.toList()) {
                Path target = damaged.resolve(file.getFileName());
                if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyBitOfARegionIsCoveredOrDoesNotMatter(Kind kind) throws IOException {
        Path image = directory.resolve("sealed");
        try (var journal = kind.open(options(image, 1 << 20))) {
            Journals.append(journal, 1, 600, 300, 10);
        }
        String expected = digest(image);
        Path segment = framing(kind).segments(image).getFirst();
        // The end of the data: records, the seal behind them, and unused bytes.
        long end = Images.endOfData(segment, framing(kind));
        long from = Math.max(0, end - REGION_BYTES + (kind == Kind.CHRONICLE ? 256 : 0));
        long to = Math.min(from + REGION_BYTES, Files.size(segment));
        long step = Proof.cases(997, 1);
        long found = 0;
        long identical = 0;
        for (long bit = 0; bit < (to - from) * 8; bit += step) {
            long offset = from + bit / 8;
            Images.flip(segment, offset, (int) (bit % 8));
            var result = JournalVerifier.verify(image);
            if (result.damage().isEmpty()) {
                assertEquals(expected, digest(image), "bit " + bit % 8 + " of byte " + offset);
                identical++;
            } else {
                assertNoHistoryIsLost(result, image, expected, "bit " + bit % 8 + " of byte " + offset);
                found++;
            }
            Images.flip(segment, offset, (int) (bit % 8));
        }
        Proof.report(
                "every-bit-" + framing(kind).name().toLowerCase(Locale.ROOT),
                found + identical,
                "undetected=0 found=" + found + " identical=" + identical);
        assertEquals(((to - from) * 8 + step - 1) / step, found + identical, "bits that were tried");
        assertEquals(REGION_BYTES, to - from);
        assertTrue(found > identical);
    }

    /** A seal is not needed while the journal goes at least as far. */
    @Test
    void damageToTheSealItselfHidesNothing() throws IOException {
        Path image = image(Kind.CHRONICLE, 1);
        String expected = digest(image);
        for (int offset = 0; offset < Files.size(image.resolve("journal.seal")); offset += 7) {
            Images.flip(image.resolve("journal.seal"), offset, offset % 8);
            assertEquals(expected, digest(image));
            Images.flip(image.resolve("journal.seal"), offset, offset % 8);
        }
    }
}
