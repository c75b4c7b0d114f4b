package io.agentbridge.gateway.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A deadline that has come is told; one that is far away costs nothing, however often it moves. */
class DeadlineClockTest {
    private static final long NOW = 1_000_000;
    private static final long LATER = NOW + 3_600_000;
    private static final String NAME = "deadline-clock-test";
    private static final int PATIENCE_SECONDS = 20;
    private static final int MOVES = 100;

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private final Semaphore told = new Semaphore(0);

    private DeadlineClock started() {
        DeadlineClock deadlines = new DeadlineClock(NAME, clock, told::release);
        deadlines.start();
        return deadlines;
    }

    private boolean isTold() throws InterruptedException {
        return told.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** How often the thread has begun to sleep, once it sleeps until a deadline. */
    private static long sleeps() throws InterruptedException {
        var threads = ManagementFactory.getThreadMXBean();
        while (true) {
            var info = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(thread -> thread != null && thread.getThreadName().equals(NAME))
                    .findFirst();
            if (info.isPresent() && info.get().getThreadState() == Thread.State.TIMED_WAITING) {
                return info.get().getWaitedCount();
            }
            Thread.sleep(1);
        }
    }

    @Test
    void aDeadlineThatHasComeIsToldUntilItIsMoved() throws InterruptedException {
        try (var deadlines = started()) {
            deadlines.set(NOW);
            assertTrue(isTold());
            assertTrue(isTold(), "told once, although nobody moved it");
        }
    }

    @Test
    void aDeadlineBeforeTheOneItSleepsToIsTold() throws InterruptedException {
        try (var deadlines = started()) {
            deadlines.set(LATER);
            long _ = sleeps();
            deadlines.set(LATER + 1);
            deadlines.set(Long.MAX_VALUE);
            deadlines.set(LATER + 2);
            assertEquals(0, told.availablePermits());
            deadlines.set(NOW - 1);
            assertTrue(isTold());
        }
    }

    @Test
    void deadlinesThatComeAndGoWakeNobody() throws InterruptedException {
        try (var deadlines = started()) {
            deadlines.set(LATER);
            long before = sleeps();
            for (int i = 0; i < MOVES; i++) {
                deadlines.set(Long.MAX_VALUE);
                deadlines.set(LATER + i);
                // Time for it to wake up, if it were to.
                Thread.sleep(1);
            }
            long woken = sleeps() - before;
            // The first one may have been about to wake it still.
            assertTrue(woken <= 1, woken + " of " + MOVES + " deadlines woke it");
        }
    }

    @Test
    void whicheverWayDeadlinesMoveMeanwhileTheLastOneIsTold() throws InterruptedException {
        for (int round = 0; round < MOVES; round++) {
            try (var deadlines = started()) {
                for (int i = 0; i < round; i++) {
                    deadlines.set(LATER - i);
                    deadlines.set(Long.MAX_VALUE);
                }
                deadlines.set(NOW);
                assertTrue(isTold(), "round " + round);
            }
        }
    }
}
