package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/** Makes steps durable: appends each that made events, and forces once at the end of a batch (group commit). */
final class JournalStage implements EventHandler<Step> {
    /** After this long without a record the newest ones are sealed. */
    private static final long IDLE_MILLIS = 1_000;

    private final Journal journal;
    private final LongConsumer idle;
    private final StepCodec codec = new StepCodec();

    /** @param idle told when a seal is wanted, {@link Long#MAX_VALUE} for not at all */
    JournalStage(Journal journal, LongConsumer idle) {
        this.journal = journal;
        this.idle = idle;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) throws IOException {
        Input input = step.input();
        List<Event> events = step.decision().events();
        if (input != null && !events.isEmpty()) {
            codec.encodeInput(input);
            codec.encodeEvents(events);
            journal.append(
                    events.getFirst().sequence(),
                    events.size(),
                    events.getFirst().timestampMillis(),
                    step.stateHash(),
                    codec.inputBytes(),
                    codec.inputLength(),
                    codec.eventsBytes(),
                    codec.eventsLength());
            idle.accept(step.timestampMillis() + IDLE_MILLIS);
        } else if (step.isSeal()) {
            journal.seal();
            idle.accept(Long.MAX_VALUE);
        }
        if (endOfBatch) {
            journal.force();
        }
    }
}
