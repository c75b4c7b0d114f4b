package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/**
 * How the stages use the machine's cores.
 *
 * <p>The Disruptor's blocking strategies block on the producers only: a stage that waits for another stage spins. So with few
 * cores the stages run composed on one thread that blocks, and idles at no cost; with many they run side by side.
 *
 * @param staged whether each stage has a thread of its own
 */
public record Threading(boolean staged, Waiting waiting) {
    private static final int CORES_FOR_STAGES = 8;

    /** A few times what it takes to wake a thread. */
    public static final long YIELD_NANOS = 60_000;

    /** What a stage does while there is nothing to do; from least processor use to least latency. */
    public enum Waiting {
        BLOCKING,
        /** Gives way for a moment, then blocks. */
        ADAPTIVE,
        YIELDING
    }

    /** The choice for a number of cores. */
    public static Threading forCores(int cores) {
        return cores >= CORES_FOR_STAGES
                ? new Threading(true, Waiting.YIELDING)
                : new Threading(false, Waiting.ADAPTIVE);
    }

    WaitStrategy strategy() {
        return switch (waiting) {
            case BLOCKING -> new BlockingWaitStrategy();
            case ADAPTIVE -> new YieldThenBlockWaitStrategy(YIELD_NANOS);
            case YIELDING -> new YieldingWaitStrategy();
        };
    }
}
