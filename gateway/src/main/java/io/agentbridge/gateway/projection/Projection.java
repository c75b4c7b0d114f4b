package io.agentbridge.gateway.projection;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.LogCursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A second state, folded from published events on a thread of its own. It alone answers queries and writes snapshots, so neither
 * holds up the engine, and both go on when the journal has failed.
 */
public final class Projection {
    private static final int MAX_QUERIES = 1_024;
    private static final int EVENTS_BETWEEN_QUERIES = 1_024;
    private static final int EVENTS_BETWEEN_READS = 512;
    private static final long MAX_REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LogCursor cursor;
    private final SnapshotPolicy snapshots;
    private final long maxRestNanos;
    private final Consumer<Throwable> failed;
    private final Queue<Query> arriving = new ArrayBlockingQueue<>(MAX_QUERIES);
    private final Deque<Query> waiting = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "projection");
    /** Let go of once it is restored: nobody else has it then. */
    private Optional<Snapshot> beginning;

    private volatile long applied;
    private volatile boolean closed;

    private record Query(long minSequence, Consumer<State> answer) {}

    /**
     * @param beginning where {@code cursor} starts; restored on the projection's thread, which nobody waits for
     * @param failed told if the log cannot be read any more; nothing is answered then
     */
    public Projection(Snapshot beginning, LogCursor cursor, SnapshotPolicy snapshots, Consumer<Throwable> failed) {
        this(beginning, cursor, snapshots, MAX_REST_NANOS, failed);
    }

    /** @param maxRestNanos how long what is published may wait to be read when little is: retention waits for it */
    Projection(
            Snapshot beginning,
            LogCursor cursor,
            SnapshotPolicy snapshots,
            long maxRestNanos,
            Consumer<Throwable> failed) {
        this.beginning = Optional.of(beginning);
        this.applied = beginning.sequence();
        this.cursor = cursor;
        this.snapshots = snapshots;
        this.maxRestNanos = maxRestNanos;
        this.failed = failed;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Has a query answered on the projection's thread.
     *
     * @param minSequence answered from a state no older than this: what the asker was already shown
     * @return false if too many wait
     */
    public boolean ask(long minSequence, Consumer<State> answer) {
        boolean taken = arriving.offer(new Query(minSequence, answer));
        wake();
        return taken;
    }

    /**
     * Tells it how far the log goes. It reads when much has come together, before it answers a query, and now and then: to wake it for each batch would
     * cost the others more than the reading itself. Any thread.
     */
    public void published(long sequence) {
        if (sequence - applied >= EVENTS_BETWEEN_READS) {
            wake();
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            State state = State.restore(beginning.orElseThrow());
            beginning = Optional.empty();
            while (!closed) {
                boolean read = read(state);
                applied = state.sequence();
                boolean answered = answer(state);
                if (!read && !answered) {
                    LockSupport.parkNanos(this, maxRestNanos);
                }
            }
            while (read(state)) {
                answer(state);
            }
            snapshots.atEnd(state);
        } catch (IOException | RuntimeException | Error failure) {
            failed.accept(failure);
        } finally {
            cursor.close();
        }
    }

    private boolean read(State state) throws IOException {
        for (int i = 0; i < EVENTS_BETWEEN_QUERIES; i++) {
            Event event = cursor.poll();
            if (event == null) {
                return i > 0;
            }
            state.apply(event);
            snapshots.after(state);
        }
        return true;
    }

    private boolean answer(State state) {
        for (Query query = arriving.poll(); query != null; query = arriving.poll()) {
            waiting.add(query);
        }
        boolean answered = false;
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            Query query = waiting.remove();
            if (query.minSequence() <= state.sequence()) {
                query.answer().accept(state);
                answered = true;
            } else {
                waiting.add(query);
            }
        }
        return answered;
    }

    /** Reads what is published, writes a last snapshot, and ends; waits for that. */
    public void stop() throws InterruptedException {
        closed = true;
        wake();
        thread.join();
    }
}
