package io.agentbridge.agents;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come true. */
public final class Eventually {
    private static final long WAIT_NANOS = 30_000_000_000L;

    private Eventually() {}

    /** Returns when it holds; fails if it does not within half a minute. */
    public static void holds(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > WAIT_NANOS) {
                throw new AssertionError("It never came true that " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
