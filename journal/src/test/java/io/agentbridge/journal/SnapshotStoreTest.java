package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {
    @TempDir
    Path directory;

    private final List<String> reports = new ArrayList<>();

    private SnapshotStore store() throws IOException {
        return SnapshotStore.open(directory, 2, reports::add);
    }

    private static StoredSnapshot snapshot(long sequence) {
        return new StoredSnapshot(sequence, sequence * 31, ("state at " + sequence).getBytes(StandardCharsets.UTF_8));
    }

    private Path file(long sequence) {
        return directory.resolve("snapshot-%020d.bin".formatted(sequence));
    }

    @Test
    void noneIsLeftWhenAnotherHistoryBegins() throws IOException {
        store().write(snapshot(9));
        store().write(snapshot(10));
        store().clear();
        assertTrue(store().newest().isEmpty());
    }

    @Test
    void theNewestComesBackAsItWasWritten() throws IOException {
        assertTrue(store().newest().isEmpty());
        store().write(snapshot(9));
        store().write(snapshot(10));
        var newest = store().newest().orElseThrow();
        assertEquals(10, newest.sequence());
        assertEquals(310, newest.stateHash());
        assertArrayEquals(snapshot(10).content(), newest.content());
        assertEquals(9, store().newestAtOrBelow(9).orElseThrow().sequence());
        assertTrue(store().newestAtOrBelow(8).isEmpty());
    }

    @Test
    void onlyTheNewestFewAreKept() throws IOException {
        for (int sequence = 1; sequence <= 12; sequence++) {
            store().write(snapshot(sequence));
        }
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file(11), file(12)), files.sorted().toList());
        }
    }

    @Test
    void everyFlippedBitMakesItPassedOverAndReported() throws IOException {
        store().write(snapshot(1));
        store().write(snapshot(2));
        long length = Files.size(file(2));
        for (long offset = 0; offset < length; offset++) {
            int bit = (int) (offset % 8);
            Images.flip(file(2), offset, bit);
            reports.clear();
            assertEquals(1, store().newest().orElseThrow().sequence(), "byte " + offset);
            assertEquals(1, reports.size());
            Images.flip(file(2), offset, bit);
        }
        Images.truncate(file(2), length - 1);
        assertEquals(1, store().newest().orElseThrow().sequence());
        Files.writeString(directory.resolve("snapshot-notes.bin"), "not one");
        Files.move(file(1), file(3));
        assertTrue(store().newest().isEmpty(), "a snapshot under another's name");
    }
}
