package io.agentbridge.gateway.pipeline;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells that a deadline has come. Sleeps until the next one, so an idle server uses no time; a deadline that moves closer wakes it.
 */
final class DeadlineClock implements AutoCloseable {
    /** Between two notices of the same deadline, in case the ring was full or the engine's time is behind. */
    private static final long RETRY_MILLIS = 5;

    private final Clock clock;
    private final Runnable due;
    private final Thread thread;
    private volatile long deadlineMillis = Long.MAX_VALUE;
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

    /** Sets the next deadline. Any thread. */
    void set(long millis) {
        long before = deadlineMillis;
        if (millis != before) {
            deadlineMillis = millis;
            if (millis < before) {
                LockSupport.unpark(thread);
            }
        }
    }

    private void run() {
        while (!closed) {
            long deadline = deadlineMillis;
            long waitMillis = deadline - clock.millis();
            if (deadline == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else if (waitMillis > 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
            } else {
                due.run();
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
