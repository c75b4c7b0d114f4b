package io.agentbridge.gateway.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a source does, in the same order and to the same end. Once the source turns out to be long, a thread of its own works at it
 * while the caller works at what it showed; a short one is not worth a thread. What is read ahead is bounded in number and bytes.
 *
 * <p>Used by one thread at a time. After {@link #close}, which waits for the thread, the source is the caller's again.
 */
final class ReadAhead<T> implements Source<T>, AutoCloseable {
    /** How many the caller's own thread reads first. */
    private static final int FIRST = 256;

    private static final int MAX_BATCHES = 4;
    private static final int MAX_BATCH_SIZE = 64;
    private static final int MAX_BATCH_BYTES = 1 << 19;

    private final String threadName;
    private final Source<T> source;
    private final ToLongFunction<T> bytesOf;
    private final BlockingQueue<Batch<T>> batches = new ArrayBlockingQueue<>(MAX_BATCHES);
    private int first;
    private @Nullable Thread thread;
    private volatile boolean stopped;
    private Batch<T> batch = new Batch<>(List.of(), false, null);
    private int at;

    /** @param bytesOf what a thing that is read ahead takes in memory, about */
    ReadAhead(String threadName, Source<T> source, ToLongFunction<T> bytesOf) {
        this.threadName = threadName;
        this.source = source;
        this.bytesOf = bytesOf;
    }

    /** Things in order, and what comes after them: more, the end, or what the source threw. */
    private record Batch<T>(
            List<T> things, boolean last, @Nullable Throwable failure) {}

    /** The source's next one. Throws what the source throws, after all that stands before. */
    @Override
    public Optional<T> next() throws IOException {
        if (first < FIRST) {
            first++;
            return source.next();
        }
        if (thread == null) {
            thread = Thread.ofPlatform().name(threadName).daemon().start(this::readAhead);
        }
        while (at == batch.things.size()) {
            if (batch.last) {
                rethrow(batch.failure);
                return Optional.empty();
            }
            batch = take();
            at = 0;
        }
        return Optional.of(batch.things.get(at++));
    }

    private Batch<T> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return batches.take();
                } catch (InterruptedException e) {
                    // The caller looks at it later; what it is at is not left half done.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("A source throws nothing else", failure);
        }
    }

    private void readAhead() {
        Batch<T> next;
        do {
            next = read();
            put(next);
        } while (!next.last && !stopped);
    }

    /** Whatever is thrown is the caller's to know. */
    @SuppressWarnings("IllegalCatch")
    private Batch<T> read() {
        List<T> things = new ArrayList<>(MAX_BATCH_SIZE);
        long bytes = 0;
        try {
            while (things.size() < MAX_BATCH_SIZE && bytes < MAX_BATCH_BYTES) {
                Optional<T> next = source.next();
                if (next.isEmpty()) {
                    return new Batch<>(things, true, null);
                }
                things.add(next.get());
                bytes += bytesOf.applyAsLong(next.get());
            }
            return new Batch<>(things, false, null);
        } catch (Throwable failure) {
            return new Batch<>(things, true, failure);
        }
    }

    private void put(Batch<T> next) {
        try {
            batches.put(next);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    /** Lets the thread end, and waits for that. */
    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stopped = true;
        // Makes room for the one batch that it may be about to add before it looks.
        batches.clear();
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
