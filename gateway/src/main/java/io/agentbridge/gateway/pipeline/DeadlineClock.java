package io.agentbridge.gateway.pipeline;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells that a deadline has come. Sleeps until the next one, so an idle server uses no time. Only a deadline before the time to which it
 * sleeps wakes it: with each command one comes and goes, and a wake-up costs more than the command.
 */
final class DeadlineClock implements AutoCloseable {
    /** Between two notices of the same deadline, in case the ring was full or the engine's time is behind. */
    private static final long RETRY_MILLIS = 5;

    private final Clock clock;
    private final Runnable due;
    private final Thread thread;
    private volatile long deadlineMillis = Long.MAX_VALUE;
    /** When the thread looks again by itself, if it sleeps. */
    private volatile long wakeMillis = Long.MAX_VALUE;

    private volatile boolean closed;

    DeadlineClock(String name, Clock clock, Runnable due) {
        this.clock = clock;
        this.due = due;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sets the next deadline, {@link Long#MAX_VALUE} for none. Any thread. */
    void set(long millis) {
        if (millis != deadlineMillis) {
            deadlineMillis = millis;
            if (millis < wakeMillis) {
                LockSupport.unpark(thread);
            }
        }
    }

    private void run() {
        while (!closed) {
            long deadline = deadlineMillis;
            long waitMillis = deadline - clock.millis();
            if (waitMillis <= 0) {
                due.run();
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            } else {
                wakeMillis = deadline;
                // Whoever set another before that was seen did not wake this thread.
                if (deadlineMillis >= deadline) {
                    sleep(deadline, waitMillis);
                }
            }
        }
    }

    private void sleep(long deadline, long waitMillis) {
        if (deadline == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
