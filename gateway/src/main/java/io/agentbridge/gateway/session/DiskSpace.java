package io.agentbridge.gateway.session;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Watches the disk that the journal is on: warns while space is scarce, and while little is left has requests refused, so that what is
 * already accepted can still be written; above that they are taken again. One thread checks, any reads.
 */
public final class DiskSpace {
    private static final System.Logger LOG = System.getLogger(DiskSpace.class.getName());

    private final Path folder;
    private final FileStore store;
    private final long minFreeBytes;
    private volatile Level level = Level.PLENTY;
    private volatile String warning = "";
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
    public long freeBytes() {
        return freeBytes;
    }

    /** What clients are to know: empty while there is plenty. */
    Optional<String> warning() {
        return Optional.of(warning).filter(text -> !text.isEmpty());
    }

    /** Looks at the disk; returns whether there is something else to be known than before. */
    boolean check() {
        try {
            long free = store.getUsableSpace();
            freeBytes = free;
            Level before = level;
            Level now = free < minFreeBytes ? Level.LOW : free < 2 * minFreeBytes ? Level.SCARCE : Level.PLENTY;
            if (now == before) {
                return false;
            }
            warning = warning(now, free >> 20);
            level = now;
            tell(before, now, free >> 20);
            return true;
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "the free space of " + folder + " cannot be told", failed);
            return false;
        }
    }

    private String warning(Level now, long freeMebibytes) {
        return switch (now) {
            case PLENTY -> "";
            case SCARCE ->
                "The server's disk has " + freeMebibytes + " MiB left; below " + (minFreeBytes >> 20)
                        + " MiB requests are refused. Somebody should free some space.";
            case LOW ->
                "The server's disk has " + freeMebibytes + " MiB left; requests are refused until there are "
                        + (minFreeBytes >> 20) + " MiB again. Somebody should free some space.";
        };
    }

    private void tell(Level before, Level now, long freeMebibytes) {
        String again = before == Level.LOW ? "; requests are taken again" : "";
        switch (now) {
            case PLENTY ->
                LOG.log(
                        System.Logger.Level.INFO,
                        "The disk of " + folder + " has " + freeMebibytes + " MiB again" + again + ".");
            case SCARCE, LOW ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        (again.isEmpty() ? "" : "Requests are taken again. ") + warning + " The disk is that of "
                                + folder + ".");
        }
    }
}
