package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A length that is damaged costs no memory. */
class SegmentReaderTest {
    private static final int CLAIMED_BYTES = 300_000_000;

    @TempDir
    Path directory;

    /** A segment that would have room for what is claimed, and the frame of its first record. */
    private SegmentSummary largeSegment(Kind kind) throws IOException {
        Path segment;
        try (var journal = kind.open(Journals.in(directory))) {
            Journals.append(journal, 1, 10, 300, 5);
            segment = journal.segment();
        }
        Images.truncate(segment, 2L * CLAIMED_BYTES);
        return SegmentIndex.read(segment).orElseThrow().summary();
    }

    private static byte[] claim() {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CLAIMED_BYTES)
                .array();
    }

    @Test
    void aDocumentThatClaimsMoreThanARecordCanHaveIsNotLoaded() throws IOException {
        SegmentSummary summary = largeSegment(Kind.CHRONICLE);
        Path segment = directory.resolve(summary.name());
        Images.write(segment, summary.lastFrame(), claim());
        try (var reader = new SegmentReader(segment, Framing.CHRONICLE, summary.lastFrame())) {
            assertEquals(SegmentReader.Found.DAMAGED, reader.next());
            assertTrue(reader.damage().contains("claims " + CLAIMED_BYTES + " bytes"), reader.damage());
            assertTrue(reader.bytes().length <= RecordFormat.MAX_BYTES, "it was loaded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void norIsARecordThatClaimsIt(Kind kind) throws IOException {
        SegmentSummary summary = largeSegment(kind);
        Path segment = directory.resolve(summary.name());
        Framing framing = kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
        long inputLength = summary.lastFrame() + (framing == Framing.CHRONICLE ? Integer.BYTES : 0) + 56;
        Images.write(segment, inputLength, claim());
        try (var reader = new SegmentReader(segment, framing, summary.lastFrame())) {
            assertEquals(SegmentReader.Found.DAMAGED, reader.next());
            assertEquals(-1, reader.findRecord(summary.lastFrame()));
            assertTrue(reader.bytes().length <= RecordFormat.MAX_BYTES, "it was loaded");
        }
    }

    @Test
    void theLongestRecordThatCanBeWrittenIsRead() throws IOException {
        JournalOptions options = JournalOptions.in(directory).withReserveBytes(0);
        try (var journal = ChronicleJournal.open(options)) {
            byte[] input = new byte[options.maxBodyBytes()];
            journal.append(1, 1, 1_000, 7, input, input.length, new byte[0], 0);
            journal.force();
            assertEquals(
                    input.length, Journals.read(journal.reader(1)).getFirst().input().length);
        }
    }
}
