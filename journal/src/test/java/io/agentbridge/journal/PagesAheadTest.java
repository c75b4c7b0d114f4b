package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that is not forced finds its page of memory there; where records are forced, no page is written twice for it. */
class PagesAheadTest {
    private static final int BLOCK_BYTES = 4 << 20;
    private static final long LEAST_AHEAD_BYTES = 256 << 10;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @TempDir
    Path directory;

    private JournalOptions options(Durability durability) {
        return Journals.in(directory).withBlockBytes(BLOCK_BYTES).withDurability(durability);
    }

    private static void append(Journal journal, int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            Step.text(("step " + (journal.lastSequence() + 1) + " ").repeat(100), 1)
                    .appendTo(journal);
        }
        journal.force();
    }

    /** Of the segments that this process has mapped: how much of them is in its memory, as the system counts it. */
    private long residentBytes() throws IOException {
        long kilobytes = 0;
        boolean ours = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                ours = line.contains(directory.toString()) && line.endsWith(".cq4");
            } else if (ours && line.startsWith("Rss:")) {
                kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return kilobytes << 10;
    }

    private interface Condition {
        boolean isMet() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.isMet()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void pagesAreThereBeforeTheirRecordsAndHoldZerosUntilThen() throws IOException {
        try (var journal = ChronicleJournal.open(options(Durability.OS))) {
            await(() -> {
                append(journal, 1);
                return residentBytes() >= journal.newestSegmentBytes() + LEAST_AHEAD_BYTES;
            });
            long written = journal.newestSegmentBytes();
            // Through all blocks and mappings of a few segments' parts, while pages are had ahead of the next ones.
            while (journal.newestSegmentBytes() < written + 3L * BLOCK_BYTES) {
                append(journal, 100);
            }
        }
        assertTrue(JournalVerifier.verify(directory).damage().isEmpty());
    }

    @Test
    void whereRecordsAreForcedNoPageIsHadAhead() throws IOException {
        try (var journal = ChronicleJournal.open(options(Durability.DISK))) {
            await(() -> {
                append(journal, 1);
                return journal.prepare((int) LEAST_AHEAD_BYTES);
            });
            append(journal, 10);
            long resident = residentBytes();
            assertTrue(
                    resident < journal.newestSegmentBytes() + LEAST_AHEAD_BYTES,
                    resident + " bytes are in memory for " + journal.newestSegmentBytes());
        }
    }
}
