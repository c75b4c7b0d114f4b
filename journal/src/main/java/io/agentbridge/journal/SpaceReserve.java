package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps free space on the disk: running into its end would tear a record (a mapped page without a block is a fault). */
final class SpaceReserve {
    private static final long CHECK_EVERY_BYTES = 1 << 20;
    private static final long CHECK_EVERY_NANOS = 100_000_000;

    private final Path directory;
    private final FileStore store;
    private final long reserveBytes;
    private long uncheckedBytes;
    private long checkedAtNanos;
    private boolean full = true;

    SpaceReserve(Path directory, long reserveBytes) throws IOException {
        this.directory = directory;
        this.store = Files.getFileStore(directory);
        this.reserveBytes = reserveBytes;
    }

    /**
     * Asks for {@code bytes} to be written now. Looks at the disk each MiB or tenth of a second, and every time while it is
     * full.
     */
    void require(int bytes) throws IOException {
        if (reserveBytes == 0) {
            return;
        }
        uncheckedBytes += bytes;
        long now = System.nanoTime();
        if (!full && uncheckedBytes < CHECK_EVERY_BYTES && now - checkedAtNanos < CHECK_EVERY_NANOS) {
            return;
        }
        long usable = store.getUsableSpace();
        full = usable < reserveBytes + bytes;
        checkedAtNanos = now;
        uncheckedBytes = bytes;
        if (full) {
            throw new JournalFullException("The disk of " + directory + " has " + (usable >> 20)
                    + " MiB left, the journal keeps " + (reserveBytes >> 20)
                    + " MiB in reserve. The record was not written; free some space.");
        }
    }

    /** Whether the reserve stays whole when so many bytes are taken now. Any thread. */
    boolean leaves(long bytes) throws IOException {
        return reserveBytes == 0 || store.getUsableSpace() >= reserveBytes + bytes;
    }

    /** Whether others have taken so much of the reserve that nothing should be written that can wait. Any thread. */
    boolean isUsedUp() throws IOException {
        return store.getUsableSpace() < reserveBytes / 2;
    }
}
