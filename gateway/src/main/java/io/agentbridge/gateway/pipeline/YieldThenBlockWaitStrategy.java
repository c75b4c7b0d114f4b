package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;

/**
 * Gives way to other threads for a moment, then blocks. While requests follow one another closely nobody has to be woken, which costs
 * more than the work itself; an idle server uses no processor time.
 */
final class YieldThenBlockWaitStrategy implements WaitStrategy {
    private final long yieldNanos;
    private final BlockingWaitStrategy block = new BlockingWaitStrategy();

    /** @param yieldNanos how long to give way before blocking */
    YieldThenBlockWaitStrategy(long yieldNanos) {
        this.yieldNanos = yieldNanos;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // It only saves wake-ups; nothing depends on who runs next.
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, InterruptedException {
        long start = System.nanoTime();
        do {
            long available = dependent.get();
            if (available >= sequence) {
                return available;
            }
            barrier.checkAlert();
            Thread.yield();
        } while (System.nanoTime() - start < yieldNanos);
        return block.waitFor(sequence, cursor, dependent, barrier);
    }

    @Override
    public void signalAllWhenBlocking() {
        block.signalAllWhenBlocking();
    }
}
