package io.agentbridge.gateway.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a source does, in the same order and to the same end. Once the source turns out to be long, a thread of its own reads,
 * checks and decodes while the caller applies; a short one is not worth a thread. What is read ahead is bounded by records and bytes.
 *
 * <p>Used by one thread. After {@link #close}, which waits for the thread, the source is the caller's again.
 */
final class ReadAhead implements AutoCloseable {
    /** Records that the caller's own thread reads first. */
    private static final int FIRST_RECORDS = 256;

    private static final int MAX_BATCHES = 16;
    private static final int MAX_BATCH_RECORDS = 256;
    private static final int MAX_BATCH_BYTES = 1 << 19;

    private final RecordSource source;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(MAX_BATCHES);
    private long firstRecords;
    private @Nullable Thread thread;
    private volatile boolean stopped;
    private Batch batch = Batch.NONE;
    private int at;

    ReadAhead(RecordSource source) {
        this.source = source;
    }

    /** Records in order, and what comes after them: more, the end, or what the source threw. */
    private record Batch(
            List<DecodedRecord> records,
            boolean last,
            @Nullable Throwable failure) {
        private static final Batch NONE = new Batch(List.of(), false, null);
    }

    /** The source's next record. Throws what the source throws, after all that stands before. */
    Optional<DecodedRecord> next() throws IOException {
        if (firstRecords < FIRST_RECORDS) {
            firstRecords++;
            return source.next();
        }
        if (thread == null) {
            thread = Thread.ofPlatform().name("read-ahead").daemon().start(this::readAhead);
        }
        while (at == batch.records.size()) {
            if (batch.last) {
                rethrow(batch.failure);
                return Optional.empty();
            }
            batch = take();
            at = 0;
        }
        return Optional.of(batch.records.get(at++));
    }

    private Batch take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return batches.take();
                } catch (InterruptedException e) {
                    // Whoever applies the records looks at it later; a replay is not left half done.
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
        Batch next;
        do {
            next = read();
            put(next);
        } while (!next.last && !stopped);
    }

    /** Whatever is thrown is the caller's to know. */
    @SuppressWarnings("IllegalCatch")
    private Batch read() {
        List<DecodedRecord> records = new ArrayList<>(MAX_BATCH_RECORDS);
        long bytes = 0;
        try {
            while (records.size() < MAX_BATCH_RECORDS && bytes < MAX_BATCH_BYTES) {
                Optional<DecodedRecord> next = source.next();
                if (next.isEmpty()) {
                    return new Batch(records, true, null);
                }
                DecodedRecord decoded = next.get();
                records.add(decoded);
                bytes += decoded.record().input().length + decoded.record().events().length;
            }
            return new Batch(records, false, null);
        } catch (Throwable failure) {
            return new Batch(records, true, failure);
        }
    }

    private void put(Batch next) {
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
