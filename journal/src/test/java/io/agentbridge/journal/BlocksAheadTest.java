package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment has its blocks before they are written to, and no more than it needs once it is not written to any more. */
class BlocksAheadTest {
    private static final int BLOCK_BYTES = 1 << 20;
    /** What a segment may have besides its records: a page of the file system, and what that needs to find the others. */
    private static final long SLACK_BYTES = 64 << 10;

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @TempDir
    Path directory;

    private static JournalOptions options(Path path) {
        return Journals.in(path).withBlockBytes(BLOCK_BYTES);
    }

    private static Step step(long sequence) {
        return Step.text(("step " + sequence + " ").repeat(100), 1);
    }

    private static void append(Journal journal, int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            step(journal.lastSequence() + 1).appendTo(journal);
        }
        journal.force();
    }

    /** What a file takes of the disk. */
    private static long diskBytes(Path file) throws IOException {
        Process process = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
        String[] words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        return Long.parseLong(words[0]) * Long.parseLong(words[1]);
    }

    private static Path newest(Path path) throws IOException {
        return Framing.CHRONICLE.segments(path).getLast();
    }

    private static void awaitDiskBytes(Path file, long atLeast, long atMost) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (diskBytes(file) < atLeast || diskBytes(file) > atMost) {
            assertTrue(System.nanoTime() < end, file + " takes " + diskBytes(file));
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void awaitBlocksAhead(StoredJournal journal, Path path) throws IOException {
        awaitDiskBytes(newest(path), journal.newestSegmentBytes() + BLOCK_BYTES / 2, Long.MAX_VALUE);
    }

    private static void assertInOrder(Path path, long lastSequence) throws IOException {
        assertTrue(JournalVerifier.verify(path).damage().isEmpty());
        long sequence = 0;
        for (JournalRecord record : Journals.read(JournalFiles.readOnly(path, 1))) {
            if (!record.isMark()) {
                assertEquals(++sequence, record.firstSequence());
                assertArrayEquals(step(sequence).input(), record.input());
            }
        }
        assertEquals(lastSequence, sequence);
    }

    /** Fills a disk to its last block. */
    private static void fill(LoopDisk disk) throws IOException {
        try (var file = FileChannel.open(
                disk.root().resolve("filled"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.allocate(4096);
            assertThrows(IOException.class, () -> {
                while (true) {
                    file.write(bytes.clear());
                }
            });
            file.force(true);
        }
    }

    @Test
    void whatHasItsBlocksIsWrittenAlthoughTheDiskWasFilledByOthers() throws IOException {
        try (var disk = LoopDisk.make(directory, 48)) {
            Path path = disk.root().resolve("journal");
            long last;
            try (var journal = ChronicleJournal.open(options(path).withReserveBytes(4 << 20))) {
                append(journal, 10);
                awaitBlocksAhead(journal, path);
                fill(disk);
                long before = journal.newestSegmentBytes();
                assertThrows(JournalFullException.class, () -> {
                    while (true) {
                        append(journal, 1);
                    }
                });
                long written = journal.newestSegmentBytes() - before;
                assertTrue(written > BLOCK_BYTES / 2, "only " + written + " bytes were written to blocks held");
                assertTrue(written < 2 * BLOCK_BYTES, written + " bytes cannot have been held");
                // What is idle now would be sealed: that can wait, and is no reason to stop.
                journal.seal();
                last = journal.lastSequence();
                Files.delete(disk.root().resolve("filled"));
                append(journal, 2_000);
                last += 2_000;
                assertEquals(last, journal.lastSequence());
            }
            assertInOrder(path, last);
        }
    }

    @Test
    void aSegmentThatIsFinishedOrClosedKeepsNoMoreThanItsRecordsNeed() throws IOException {
        JournalOptions options = options(directory).withSegmentBytes(BLOCK_BYTES);
        try (var journal = ChronicleJournal.open(options)) {
            append(journal, 10);
            awaitBlocksAhead(journal, directory);
            while (journal.droppable().isEmpty()) {
                append(journal, 10);
            }
            SegmentSummary finished = journal.droppable().getFirst();
            awaitDiskBytes(directory.resolve(finished.name()), 0, finished.end() + SLACK_BYTES);
            awaitBlocksAhead(journal, directory);
        }
        long end = lastRecordEnd();
        assertTrue(diskBytes(newest(directory)) <= end + SLACK_BYTES, "closed: " + diskBytes(newest(directory)));
        try (var journal = ChronicleJournal.open(options)) {
            append(journal, 1);
            awaitBlocksAhead(journal, directory);
        }
        assertTrue(JournalVerifier.verify(directory).damage().isEmpty());
    }

    private long lastRecordEnd() throws IOException {
        return SegmentIndex.read(newest(directory)).orElseThrow().summary().end();
    }

    @Test
    void whatACrashLeftIsGivenBackByTheNextStart() throws IOException {
        Path path = directory.resolve("killed");
        try (var journal = ChronicleJournal.open(options(directory.resolve("alive")))) {
            append(journal, 100);
            Images.copy(directory.resolve("alive"), path);
        }
        Path crashed = newest(path);
        // Beyond the length of the file as well.
        FileBlocks.ofSystem().orElseThrow().allocate(crashed, 0, Files.size(crashed) + 8 * BLOCK_BYTES);
        assertTrue(diskBytes(crashed) >= 9 * BLOCK_BYTES);
        try (var journal = ChronicleJournal.open(options(path))) {
            assertFalse(journal.recovery().cleanStop());
            assertEquals(100, journal.lastSequence());
            long end = SegmentIndex.read(crashed).orElseThrow().summary().end();
            awaitDiskBytes(crashed, 0, end + SLACK_BYTES);
        }
        assertInOrder(path, 100);
    }

    @Test
    void whatIsNotZeroBehindTheRecordsIsNotGivenBack() throws IOException {
        Path segment = directory.resolve("20260101-00F.cq4");
        byte[] damage = "a record that should not be here".getBytes(StandardCharsets.UTF_8);
        try (var file = FileChannel.open(segment, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(damage), BLOCK_BYTES);
            file.write(ByteBuffer.wrap(new byte[1]), 3 * BLOCK_BYTES);
        }
        try (var ahead = new BlocksAhead(new SpaceReserve(directory, 0), BLOCK_BYTES, 0)) {
            ahead.giveBack(segment, 100);
        }
        assertEquals(3 * BLOCK_BYTES + 1, Files.size(segment));
        byte[] left = new byte[damage.length];
        try (var file = FileChannel.open(segment, StandardOpenOption.READ)) {
            file.read(ByteBuffer.wrap(left), BLOCK_BYTES);
        }
        assertArrayEquals(damage, left);
    }

    @Test
    void segmentsThatAreDroppedAtOnceDoNotKeepTheNextFromItsBlocks() throws IOException {
        JournalOptions options = options(directory).withSegmentBytes(100_000).withBlocksAheadAfterMillis(300);
        try (var journal = ChronicleJournal.open(options)) {
            while (journal.droppable().size() < 10) {
                append(journal, 1);
            }
            journal.dropThrough(journal.droppable().getLast());
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (diskBytes(newest(directory)) < BLOCK_BYTES) {
                assertTrue(System.nanoTime() < end, "no blocks ahead any more");
                append(journal, 1);
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Test
    void nothingIsTakenOfTheReserve() throws IOException {
        try (var disk = LoopDisk.make(directory, 48)) {
            Path path = disk.root().resolve("journal");
            long usable = Files.getFileStore(disk.root()).getUsableSpace();
            // Enough to append, and not enough for a block more.
            var options = options(path).withReserveBytes(usable - BLOCK_BYTES);
            try (var journal = ChronicleJournal.open(options)) {
                append(journal, 20);
                LockSupport.parkNanos(300_000_000);
                append(journal, 1);
                assertTrue(diskBytes(newest(path)) < BLOCK_BYTES, "took " + diskBytes(newest(path)));
            }
        }
    }

    @Test
    void aFileSystemThatGivesNoBlocksAheadIsGoneOnWithout() throws IOException {
        try (var disk = LoopDisk.make(directory, 32, List.of("-O", "^extents,^64bit,^metadata_csum"))) {
            Path path = disk.root().resolve("journal");
            Path file = Files.write(disk.root().resolve("file"), new byte[1]);
            FileBlocks blocks = FileBlocks.ofSystem().orElseThrow();
            assertEquals(FileBlocks.Outcome.UNSUPPORTED, blocks.allocate(file, 0, BLOCK_BYTES));
            long last;
            try (var journal = ChronicleJournal.open(options(path).withReserveBytes(4 << 20))) {
                assertThrows(JournalFullException.class, () -> {
                    while (true) {
                        append(journal, 1);
                    }
                });
                last = journal.lastSequence();
                assertFalse(journal.hasFailed());
            }
            assertInOrder(path, last);
        }
    }

    @Test
    void blocksAreGivenAndTakenWithoutAChangeOfLengthOrBytes() throws IOException {
        FileBlocks blocks = FileBlocks.ofSystem().orElseThrow();
        Path file = Files.write(directory.resolve("file"), "content".getBytes(StandardCharsets.UTF_8));
        assertEquals(FileBlocks.Outcome.DONE, blocks.allocate(file, 0, BLOCK_BYTES));
        assertEquals("content", Files.readString(file));
        assertTrue(diskBytes(file) >= BLOCK_BYTES);
        blocks.release(file, 4096);
        assertEquals("content", Files.readString(file));
        assertTrue(diskBytes(file) <= SLACK_BYTES);
        assertThrows(IOException.class, () -> blocks.allocate(directory.resolve("missing"), 0, 1));
        try (var disk = LoopDisk.make(directory, 16)) {
            Path large = Files.write(disk.root().resolve("large"), new byte[0]);
            assertEquals(FileBlocks.Outcome.NO_SPACE, blocks.allocate(large, 0, 1L << 30));
        }
    }
}
