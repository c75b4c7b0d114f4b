package io.agentbridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes index files on a thread of its own, so that the one that appends does not wait for the disk. What cannot be written is
 * reported and not missed: a start reads the segment instead.
 */
final class IndexWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexWriter.class.getName());
    /** More wait only if the disk has been stuck for many segments; these are indexed at the next start. */
    private static final int MAX_WAITING = 64;

    private static final long CLOSE_SECONDS = 10;

    private final Path directory;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("journal-index").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    IndexWriter(Path directory) {
        this.directory = directory;
        thread.allowCoreThreadTimeOut(true);
    }

    void write(SegmentIndex index) {
        thread.execute(() -> {
            try {
                index.write(directory);
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the index of " + index.summary().name()
                                + " could not be written; a start will read the segment instead",
                        e);
            }
        });
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The index files in " + directory + " could not be written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the index files in " + directory + " were written", e);
        }
    }
}
