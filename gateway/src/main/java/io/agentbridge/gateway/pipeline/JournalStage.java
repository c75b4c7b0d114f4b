package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import java.io.IOException;
import java.util.List;

/** Makes steps durable: appends each that made events, and forces once at the end of a batch (group commit). */
final class JournalStage implements EventHandler<Step> {
    private final Journal journal;
    private final StepCodec codec = new StepCodec();

    JournalStage(Journal journal) {
        this.journal = journal;
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
        }
        if (endOfBatch) {
            journal.force();
        }
    }
}
