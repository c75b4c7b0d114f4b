package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/** What somebody leaves who knows the format and rewrites a journal. */
final class Forgery {
    private Forgery() {}

    /**
     * A journal in {@code parent} of other records, renumbered behind the base of the original, with checksums, chain, seal and epoch as if
     * they had always been there.
     */
    static Path of(Path parent, Kind kind, Path original, List<JournalRecord> records) throws IOException {
        Path path = Files.createTempDirectory(parent, "forged");
        Base base = Base.read(original);
        long chain = base.previousChain();
        long sequence = base.firstSequence();
        long number = base.firstRecord() - 1;
        try (var journal = kind.open(Journals.in(path))) {
            for (JournalRecord record : records) {
                number++;
                byte[] bytes = new byte[RecordFormat.HEADER_BYTES + record.input().length + record.events().length];
                chain = RecordFormat.encode(
                        bytes,
                        number,
                        sequence,
                        record.eventCount(),
                        record.timestampMillis(),
                        record.stateHash(),
                        Math.min(record.forcedThrough(), number - 1),
                        chain,
                        record.input(),
                        record.input().length,
                        record.events(),
                        record.events().length,
                        new CRC32C());
                sequence += record.eventCount();
                journal.store(ByteBuffer.wrap(bytes));
            }
            journal.forceStored();
        }
        if (base.firstRecord() > 1) {
            List<Path> segments = JournalFiles.framingOf(path).segments(path);
            base.at(segments.getFirst().getFileName().toString()).write(path);
        }
        new Seal(number, chain).write(path);
        Epoch.read(original).orElseThrow().write(path);
        assertTrue(JournalVerifier.verify(path).damage().isEmpty(), "nothing in the journal itself gives it away");
        return path;
    }

    static JournalRecord withInput(JournalRecord record, String input) {
        return new JournalRecord(
                record.number(),
                record.firstSequence(),
                record.eventCount(),
                record.timestampMillis(),
                record.stateHash(),
                record.forcedThrough(),
                record.chain(),
                input.getBytes(StandardCharsets.UTF_8),
                record.events());
    }
}
