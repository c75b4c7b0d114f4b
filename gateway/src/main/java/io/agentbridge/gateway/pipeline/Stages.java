package io.agentbridge.gateway.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** The threads of the stages. Any thread. */
final class Stages implements ThreadFactory {
    private static final long END_MILLIS = 10_000;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public Thread newThread(Runnable stage) {
        Thread thread = new Thread(stage, "pipeline");
        threads.add(thread);
        return thread;
    }

    boolean isAnyAlive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Waits, for a bounded time, for stages that were told to stop. */
    void awaitEnd() {
        for (Thread thread : threads) {
            try {
                thread.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
