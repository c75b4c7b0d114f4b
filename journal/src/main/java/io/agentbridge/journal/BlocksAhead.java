package io.agentbridge.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has the file system give blocks to a segment before records are written there. A page of mapped memory that has its block cannot
 * fail for want of space, whoever fills the disk meanwhile, and need not wait for one. For the appending thread; the file
 * system is asked on a thread of its own, and leaves the reserve alone.
 *
 * <p>Where a file system cannot do that, nothing is ever held, and the reserve alone keeps a full disk away.
 */
final class BlocksAhead implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BlocksAhead.class.getName());
    /** Chronicle may put two pages of its index, 32 KiB each, before a record, and an end behind it. */
    private static final int MARGIN_BYTES = 80 << 10;

    private static final int PAGE_BYTES = 4096;
    private static final long RETRY_NANOS = 100_000_000;
    /** More wait only if the disk has been stuck for many segments; these keep what they have until a start. */
    private static final int MAX_WAITING = 64;

    private static final long TELL_SECONDS = 10;

    private final SpaceReserve reserve;
    private final int blockBytes;
    private final long afterMillis;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("journal-blocks").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    /** The segment that is written to. */
    private Optional<Extent> current = Optional.empty();

    private volatile boolean usable = true;
    // Of the thread.
    private boolean settled;
    private Optional<FileBlocks> blocks = Optional.empty();

    /** What a segment has. */
    private static final class Extent {
        private final Path segment;
        /** Every byte before this one stands in a block. */
        private volatile long through;

        private volatile boolean asked;
        private volatile boolean finished;
        private volatile long askAgainNanos = System.nanoTime();

        Extent(Path segment) {
            this.segment = segment;
        }
    }

    /** @param afterMillis how long the thread waits before it does anything at all; not beyond the end */
    BlocksAhead(SpaceReserve reserve, int blockBytes, long afterMillis) {
        this.reserve = reserve;
        this.blockBytes = blockBytes;
        this.afterMillis = afterMillis;
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether a record of so many bytes behind {@code end} comes to stand in blocks that the segment has. */
    boolean hold(long end, int bytes) {
        return current.isPresent() && end + bytes + MARGIN_BYTES <= current.get().through;
    }

    /** Up to where the segment that is written to has blocks, from its beginning. */
    long through() {
        return current.isPresent() ? current.get().through : 0;
    }

    /** Has the thread do something more ahead, before what it is asked afterwards. */
    void execute(Runnable task) {
        thread.execute(task);
    }

    /** The records of {@code segment} go to {@code end} now. Asks for another block if less than half of one is left. */
    void wroteTo(Path segment, long end) {
        if (current.isEmpty() || !current.get().segment.equals(segment)) {
            current = Optional.of(new Extent(segment));
        }
        Extent extent = current.get();
        if (usable
                && !extent.asked
                && extent.through - end < MARGIN_BYTES + blockBytes / 2
                && System.nanoTime() - extent.askAgainNanos >= 0) {
            extent.asked = true;
            thread.execute(() -> extend(extent, end));
        }
    }

    /** Gives back, some time, what {@code segment} has behind its records, which end before {@code end}; for one that is not written to. */
    void giveBack(Path segment, long end) {
        Optional<Extent> extent = current.filter(written -> written.segment.equals(segment));
        extent.ifPresent(written -> written.finished = true);
        thread.execute(() -> {
            if (extent.isEmpty() || extent.get().through > 0) {
                release(segment, end);
            }
        });
    }

    private void extend(Extent extent, long end) {
        try {
            if (!usable || settle() || extent.finished) {
                return;
            }
            if (!reserve.leaves(blockBytes)) {
                extent.askAgainNanos = System.nanoTime() + RETRY_NANOS;
                return;
            }
            Optional<FileBlocks> system = system();
            if (system.isEmpty()) {
                giveUp("this system offers no way to ask for them");
                return;
            }
            long to = Math.max(extent.through, end) + blockBytes;
            // From 0 the first time: what a journal was written by before may have left holes in Chronicle's index.
            switch (system.get().allocate(extent.segment, extent.through, to)) {
                case DONE -> extent.through = to;
                case NO_SPACE -> extent.askAgainNanos = System.nanoTime() + RETRY_NANOS;
                case UNSUPPORTED -> giveUp("the file system has no such thing");
            }
        } catch (FileNotFoundException _) {
            // Finished just now, and retention was fast.
        } catch (IOException | RuntimeException e) {
            giveUp(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            extent.asked = false;
        }
    }

    private void giveUp(String reason) {
        usable = false;
        LOG.log(
                System.Logger.Level.WARNING,
                "the journal gets no blocks ahead: " + reason
                        + ". It goes on without; only its reserve keeps a full disk away");
    }

    private void release(Path segment, long end) {
        try {
            boolean _ = settle();
            Optional<FileBlocks> system = system();
            if (usable && system.isPresent()) {
                long from;
                // What is not zero stays, whatever it is: it may be damage, and a start is to find that.
                try (var reader = new SegmentReader(segment, Framing.CHRONICLE, end)) {
                    from = reader.endOfData(end);
                }
                system.get().release(segment, (from + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES);
            }
        } catch (NoSuchFileException | FileNotFoundException _) {
            // Retention was faster.
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the disk's blocks behind the end of " + segment + " stay with it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the system is asked for the first time, waits until the program has started; true if the end has come. */
    private boolean settle() throws InterruptedException {
        long millis = settled ? 0 : afterMillis;
        settled = true;
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }

    private Optional<FileBlocks> system() {
        if (blocks.isEmpty() && usable) {
            blocks = FileBlocks.ofSystem();
        }
        return blocks;
    }

    /** Does what waits, and ends the thread. Does not return before, however long a disk takes: what follows may be another owner's. */
    @Override
    public void close() {
        closing.countDown();
        thread.shutdown();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = thread.awaitTermination(TELL_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the disk is slow to give blocks back; the journal waits for it");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
