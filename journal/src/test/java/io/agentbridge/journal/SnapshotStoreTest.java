package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
        return new StoredSnapshot(
                sequence, sequence * 31, 1, ("state at " + sequence).getBytes(StandardCharsets.UTF_8));
    }

    private Path file(long sequence) {
        return directory.resolve("snapshot-%020d.bin".formatted(sequence));
    }

    @Test
    void noneIsLeftBehindTheSequenceWhereAnotherHistoryBegins() throws IOException {
        store().writeIndex(snapshot(8));
        store().write(snapshot(9));
        store().write(snapshot(10));
        store().writeIndex(snapshot(11));
        store().deleteAfter(8);
        assertEquals(8, store().newestAtOrBelow(Long.MAX_VALUE).orElseThrow().sequence());
        store().deleteAfter(0);
        assertTrue(store().newestAtOrBelow(Long.MAX_VALUE).isEmpty());
    }

    @Test
    void theNewestComesBackAsItWasWritten() throws IOException {
        assertTrue(store().newestAtOrBelow(Long.MAX_VALUE).isEmpty());
        store().write(snapshot(9));
        store().write(snapshot(10));
        var newest = store().newestAtOrBelow(Long.MAX_VALUE).orElseThrow();
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
            assertEquals(
                    1, store().newestAtOrBelow(Long.MAX_VALUE).orElseThrow().sequence(), "byte " + offset);
            assertEquals(1, reports.size());
            Images.flip(file(2), offset, bit);
        }
        Images.truncate(file(2), length - 1);
        assertEquals(1, store().newestAtOrBelow(Long.MAX_VALUE).orElseThrow().sequence());
        Files.writeString(directory.resolve("snapshot-notes.bin"), "not one");
        Files.move(file(1), file(3));
        assertTrue(store().newestAtOrBelow(Long.MAX_VALUE).isEmpty(), "a snapshot under another's name");
    }

    @Test
    void aStartGoesOnFromNoIndexSnapshot() throws IOException {
        var store = store();
        store.writeBase(snapshot(4));
        store.writeIndex(snapshot(5));
        assertEquals(4, store.newestWholeAtOrBelow(9).orElseThrow().sequence());
        store.write(snapshot(6));
        store.writeIndex(snapshot(7));
        for (SnapshotStore any : List.of(store, store())) {
            assertEquals(6, any.newestWholeAtOrBelow(9).orElseThrow().sequence());
            assertEquals(7, any.newestAtOrBelow(9).orElseThrow().sequence());
        }
        Images.flip(file(6), 40, 0);
        assertEquals(4, store.newestWholeAtOrBelow(9).orElseThrow().sequence());
        store.deleteBefore(5);
        assertTrue(store.newestWholeAtOrBelow(9).isEmpty());
    }

    @Test
    void ofTwoAtOneSequenceTheOtherDoesWhereOneIsDamaged() throws IOException {
        store().writeIndex(snapshot(3));
        store().write(snapshot(3));
        Images.flip(file(3), 40, 0);
        assertEquals(3, store().newestAtOrBelow(3).orElseThrow().sequence());
    }

    @Test
    void indexSnapshotsAreKeptUntilTheEventsBehindThemGo() throws IOException {
        var store = store();
        for (long sequence = 100; sequence <= 1_000; sequence += 100) {
            store.writeIndex(snapshot(sequence));
        }
        for (long sequence = 50; sequence <= 1_050; sequence += 250) {
            store.write(snapshot(sequence));
        }
        for (SnapshotStore any : List.of(store, store(), SnapshotStore.readOnly(directory, 1, reports::add))) {
            assertEquals(300, any.newestAtOrBelow(399).orElseThrow().sequence());
            assertEquals(400, any.newestAtOrBelow(400).orElseThrow().sequence());
            assertEquals(800, any.newestAtOrBelow(899).orElseThrow().sequence(), "of any kind");
            assertEquals(
                    1_050, any.newestAtOrBelow(Long.MAX_VALUE).orElseThrow().sequence());
            assertTrue(any.newestAtOrBelow(99).isEmpty(), "of recovery snapshots only the newest few are kept");
        }
        store.deleteBefore(500);
        assertTrue(store.newestAtOrBelow(499).isEmpty());
        assertTrue(store().newestAtOrBelow(499).isEmpty());
        assertEquals(500, store.newestAtOrBelow(500).orElseThrow().sequence());
        assertEquals(List.of(), reports);
    }

    @Test
    void oneOfALaterBehaviourLevelIsPassedOver() throws IOException {
        store().write(new StoredSnapshot(5, 1, 3, new byte[] {1}));
        store().write(new StoredSnapshot(6, 1, 4, new byte[] {1}));
        var newest = SnapshotStore.open(directory, 2, 3, reports::add)
                .newestAtOrBelow(Long.MAX_VALUE)
                .orElseThrow();
        assertEquals(5, newest.sequence());
        assertEquals(3, newest.behaviourLevel());
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().contains("behaviour level 4, this program knows 3"), reports.getFirst());
    }

    @Test
    void readersFindASnapshotWhileOthersAreWrittenAndDeleted() throws Exception {
        var store = store();
        store.write(snapshot(1));
        store.writeIndex(snapshot(2));
        var failure = new AtomicReference<Throwable>();
        var done = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    assertTrue(store.newestAtOrBelow(Long.MAX_VALUE).isPresent());
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        for (long sequence = 3; sequence < 150; sequence++) {
            store.write(snapshot(sequence));
            store.deleteBefore(sequence);
        }
        done.set(true);
        reader.join();
        assertNull(failure.get());
    }
}
