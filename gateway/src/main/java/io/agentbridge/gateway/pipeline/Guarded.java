package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stage that does nothing any more once some stage has failed. */
final class Guarded implements EventHandler<Step> {
    private final EventHandler<Step> stage;
    private final AtomicReference<@Nullable Throwable> failure;
    private final CountDownLatch runs;
    private final Runnable batchBegins;

    /** @param runs counted down when its thread has begun */
    Guarded(EventHandler<Step> stage, AtomicReference<@Nullable Throwable> failure, CountDownLatch runs) {
        this(stage, failure, runs, () -> {});
    }

    /** @param batchBegins called before each batch */
    Guarded(
            EventHandler<Step> stage,
            AtomicReference<@Nullable Throwable> failure,
            CountDownLatch runs,
            Runnable batchBegins) {
        this.stage = stage;
        this.failure = failure;
        this.runs = runs;
        this.batchBegins = batchBegins;
    }

    @Override
    public void onStart() {
        runs.countDown();
    }

    @Override
    public void onBatchStart(long batchSize, long queueDepth) {
        batchBegins.run();
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) throws Exception {
        if (failure.get() == null) {
            stage.onEvent(step, sequence, endOfBatch);
        }
    }
}
