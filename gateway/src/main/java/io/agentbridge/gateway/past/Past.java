package io.agentbridge.gateway.past;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.wire.HistoryQuery;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers questions about the past on a thread of its own, so that neither what is live nor a client that catches up waits for them.
 * Thread-safe. How many wait, and how many past states are held at once, is limited.
 */
public final class Past {
    private static final int MAX_WAITING = 64;
    private static final int MAX_STATES = 8;
    private static final long STOP_SECONDS = 10;

    private final History history;
    private final TimeTravel timeTravel;
    private final Semaphore states = new Semaphore(MAX_STATES);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("past").daemon().factory());

    /** Takes over both readers: they are used by its thread alone. */
    public Past(History history, TimeTravel timeTravel) {
        this.history = history;
        this.timeTravel = timeTravel;
    }

    /**
     * Finds a page of the history.
     *
     * @param newest the newest sequence that may be shown
     * @param found told the page, and {@code failed} why there is none, on this object's thread
     * @return false if too many questions wait; nothing is told then
     */
    public boolean page(HistoryQuery query, long newest, Consumer<History.Page> found, Consumer<Exception> failed) {
        return submit(() -> found.accept(history.page(query, newest)), failed);
    }

    /** Asks for room for one more past state; {@link #letGo} gives it back. */
    public boolean tryHold() {
        return states.tryAcquire();
    }

    /** A past state that {@link #tryHold} had made room for is not held any more. */
    public void letGo() {
        states.release();
    }

    /** Finds the state after a durable event; as for {@link #page}. To be asked for by one who has room for it. */
    public boolean state(long sequence, Consumer<Snapshot> found, Consumer<Exception> failed) {
        return submit(() -> found.accept(timeTravel.stateAt(sequence)), failed);
    }

    @FunctionalInterface
    private interface Question {
        void answer() throws IOException;
    }

    private boolean submit(Question question, Consumer<Exception> failed) {
        try {
            thread.execute(() -> {
                try {
                    question.answer();
                } catch (IOException | RuntimeException failure) {
                    failed.accept(failure);
                } catch (Error failure) {
                    // Whoever asked must not wait for ever.
                    failed.accept(
                            new IllegalStateException("a question about the past could not be answered", failure));
                }
            });
            return true;
        } catch (RejectedExecutionException tooMany) {
            return false;
        }
    }

    /** Answers what was asked, and ends; waits for that. */
    public void stop() throws InterruptedException {
        thread.shutdown();
        var _ = thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
