package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stage that does nothing any more once some stage has failed. */
final class Guarded implements EventHandler<Step> {
    private final EventHandler<Step> stage;
    private final AtomicReference<@Nullable Throwable> failure;

    Guarded(EventHandler<Step> stage, AtomicReference<@Nullable Throwable> failure) {
        this.stage = stage;
        this.failure = failure;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) throws Exception {
        if (failure.get() == null) {
            stage.onEvent(step, sequence, endOfBatch);
        }
    }
}
