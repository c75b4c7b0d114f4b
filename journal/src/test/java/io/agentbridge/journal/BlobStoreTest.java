package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    private BlobStore store() throws IOException {
        return BlobStore.open(directory.resolve("blobs"), Durability.DISK, 1 << 20);
    }

    private Path fileOfAbc() {
        return directory.resolve("blobs").resolve("ba").resolve(ABC.substring(2));
    }

    @Test
    void aBodyIsStoredUnderItsSha256AndReadBack() throws IOException {
        byte[] bytes = "xabcx".getBytes(StandardCharsets.US_ASCII);
        Blob blob = store().put(bytes, 1, 3);
        assertEquals(new Blob(ABC, 3), blob);
        assertEquals(blob, store().put(bytes, 1, 3));
        assertTrue(store().contains(ABC));
        assertArrayEquals("abc".getBytes(StandardCharsets.US_ASCII), store().read(ABC));
        try (var stream = store().open(ABC)) {
            assertEquals(3, stream.readAllBytes().length);
        }
        assertFalse(store().contains("0".repeat(64)));
        assertThrows(NoSuchFileException.class, () -> store().read("0".repeat(64)));
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        store().put("abc".getBytes(StandardCharsets.US_ASCII), 0, 3);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fileOfAbc())));
        Path blobs = directory.resolve("blobs");
        for (Path path : List.of(blobs, blobs.resolve("ba"), blobs.resolve("drafts"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
    }

    @Test
    void aDamagedBodyIsRefusedAndMendedByStoringItAgainIfItsLengthIsWrong() throws IOException {
        byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
        store().put(bytes, 0, 3);
        Images.flip(fileOfAbc(), 1, 0);
        assertThrows(CorruptJournalException.class, () -> store().read(ABC));
        Images.truncate(fileOfAbc(), 2);
        assertThrows(CorruptJournalException.class, () -> store().read(ABC));
        store().put(bytes, 0, 3);
        assertArrayEquals(bytes, store().read(ABC));
    }

    @Test
    void namesThatAreNoHashesAndBodiesThatAreTooLargeAreRefused() throws IOException {
        var store = store();
        for (String name : new String[] {"", "../../etc/passwd", ABC.toUpperCase(Locale.ROOT), ABC + "0"}) {
            assertThrows(IllegalArgumentException.class, () -> store.read(name));
        }
        assertThrows(IllegalArgumentException.class, () -> store.put(new byte[(1 << 20) + 1], 0, (1 << 20) + 1));
    }

    @Test
    void manyMayStoreTheSameBodiesAtOnce() throws Exception {
        var store = store();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tasks = new ArrayList<Callable<Blob>>();
            for (int i = 0; i < 160; i++) {
                byte[] bytes = ("body " + i % 5).repeat(1_000).getBytes(StandardCharsets.US_ASCII);
                tasks.add(() -> {
                    Blob blob = store.put(bytes, 0, bytes.length);
                    assertArrayEquals(bytes, store.read(blob.hash()));
                    return blob;
                });
            }
            assertEquals(
                    5,
                    threads.invokeAll(tasks).stream()
                            .map(future -> future.resultNow().hash())
                            .distinct()
                            .count());
        }
        try (var drafts = Files.list(directory.resolve("blobs").resolve("drafts"))) {
            assertEquals(0, drafts.count());
        }
    }

    @Test
    void whatIsNeitherNeededNorWasStoredLatelyIsDeleted() throws IOException {
        var now = new AtomicLong(1_000_000);
        var store = BlobStore.open(directory.resolve("blobs"), Durability.DISK, 1 << 20, now::get, 0);
        String needed = store.put(new byte[] {1}, 0, 1).hash();
        String again = store.put(new byte[] {2}, 0, 1).hash();
        String old = store.put(new byte[] {3}, 0, 1).hash();
        now.set(2_000_000);
        String late = store.put(new byte[] {4}, 0, 1).hash();
        store.put(new byte[] {2}, 0, 1);
        assertEquals(1, store.deleteUnless(2_000_000, needed::equals));
        assertFalse(store.contains(old));
        for (String kept : List.of(needed, again, late)) {
            assertTrue(store.contains(kept));
        }
        assertEquals(old, store.put(new byte[] {3}, 0, 1).hash());
        assertTrue(store.contains(old));
    }

    @Test
    void nothingIsStoredOfTheReserve() throws IOException {
        var store = BlobStore.open(
                directory.resolve("blobs"), Durability.DISK, 1 << 20, System::currentTimeMillis, Long.MAX_VALUE / 2);
        byte[] bytes = "a text".getBytes(StandardCharsets.UTF_8);
        assertThrows(JournalFullException.class, () -> store.put(bytes, 0, bytes.length));
    }
}
