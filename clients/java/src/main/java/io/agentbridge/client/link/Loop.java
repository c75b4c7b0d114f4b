package io.agentbridge.client.link;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread on which a client's state lives. What runs here never waits for anything. */
public final class Loop implements Executor {
    private static final System.Logger LOG = System.getLogger("io.agentbridge.client");

    private final ScheduledThreadPoolExecutor thread;

    /** Starts it with the first task; a daemon. */
    public Loop() {
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("agent-bridge-client").factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a task soon, in order; after {@link #stop} nothing runs any more. */
    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException stopped) {
            LOG.log(Level.TRACE, "after the end", stopped);
        }
    }

    /** Runs a task later. */
    public void later(Duration delay, Runnable task) {
        var _ = schedule(delay, task);
    }

    /** Runs a task later, unless it is cancelled. */
    public Future<?> schedule(Duration delay, Runnable task) {
        try {
            return thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Ends it; what waits is not run. */
    public void stop() {
        thread.shutdown();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError defect) {
            LOG.log(Level.ERROR, "The client failed; this is a defect in it.", defect);
        }
    }
}
