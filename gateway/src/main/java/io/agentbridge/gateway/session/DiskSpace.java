package io.agentbridge.gateway.session;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the disk that the journal is on: warns while space gets scarce, and while little is left has requests refused, so that what is
 * already accepted can still be written; above that they are taken again. One thread checks, any reads.
 */
public final class DiskSpace {
    private static final System.Logger LOG = System.getLogger(DiskSpace.class.getName());

    private final Path folder;
    private final FileStore store;
    private final long minFreeBytes;
    private volatile Level level = Level.PLENTY;
    private volatile long freeBytes;

    private enum Level {
        PLENTY,
        SCARCE,
        LOW
    }

    /** @param minFreeBytes below this requests are refused; more than the journal's own reserve */
    public DiskSpace(Path folder, long minFreeBytes) throws IOException {
        this.folder = folder;
        this.store = Files.getFileStore(folder);
        this.minFreeBytes = minFreeBytes;
        check();
    }

    /** Whether there is too little to take requests. */
    boolean isLow() {
        return level == Level.LOW;
    }

    /** What was free at the last look. */
    long freeBytes() {
        return freeBytes;
    }

    /** Looks at the disk. */
    void check() {
        try {
            long free = store.getUsableSpace();
            freeBytes = free;
            Level now = free < minFreeBytes ? Level.LOW : free < 2 * minFreeBytes ? Level.SCARCE : Level.PLENTY;
            if (now != level) {
                level = now;
                tell(now, free);
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "the free space of " + folder + " cannot be told", failed);
        }
    }

    private void tell(Level now, long free) {
        switch (now) {
            case PLENTY -> LOG.log(System.Logger.Level.INFO, "The disk of {0} has {1} MiB again.", folder, free >> 20);
            case SCARCE ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The disk of {0} has {1} MiB left; below {2} MiB requests are refused. Free some space.",
                        folder,
                        free >> 20,
                        minFreeBytes >> 20);
            case LOW ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The disk of {0} has {1} MiB left; requests are refused until there are {2} MiB again.",
                        folder,
                        free >> 20,
                        minFreeBytes >> 20);
        }
    }
}
