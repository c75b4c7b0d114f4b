package io.agentbridge.gateway.session;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the disk that the journal is on. While little is left, requests are refused, so that what is already accepted can still be
 * written; above that they are taken again. One thread checks, any reads.
 */
public final class DiskSpace {
    private static final System.Logger LOG = System.getLogger(DiskSpace.class.getName());

    private final Path folder;
    private final FileStore store;
    private final long minFreeBytes;
    private volatile boolean low;

    /** @param minFreeBytes below this requests are refused; more than the journal's own reserve */
    public DiskSpace(Path folder, long minFreeBytes) throws IOException {
        this.folder = folder;
        this.store = Files.getFileStore(folder);
        this.minFreeBytes = minFreeBytes;
        check();
    }

    /** Whether there is too little to take requests. */
    boolean isLow() {
        return low;
    }

    /** Looks at the disk. */
    void check() {
        try {
            long free = store.getUsableSpace();
            boolean nowLow = free < minFreeBytes;
            if (nowLow != low) {
                low = nowLow;
                LOG.log(
                        System.Logger.Level.WARNING,
                        nowLow
                                ? "The disk of {0} has {1} MiB left; requests are refused until there are {2} MiB again."
                                : "The disk of {0} has {1} MiB again; requests are taken.",
                        folder,
                        free >> 20,
                        minFreeBytes >> 20);
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "the free space of " + folder + " cannot be told", failed);
        }
    }
}
