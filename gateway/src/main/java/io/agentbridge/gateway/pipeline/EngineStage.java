package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.input.Input;
import java.util.function.LongConsumer;

/** Decides: the only caller of the engine. */
final class EngineStage implements EventHandler<Step> {
    private final Engine engine;
    private final LongConsumer deadline;

    /** @param deadline told the engine's next deadline at the end of each batch */
    EngineStage(Engine engine, LongConsumer deadline) {
        this.engine = engine;
        this.deadline = deadline;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) {
        Input input = step.input();
        if (input != null) {
            engine.step(input, step.timestampMillis(), step.decision());
            step.stateHash(engine.state().hash());
        }
        if (endOfBatch) {
            deadline.accept(engine.nextDeadlineMillis());
        }
    }
}
