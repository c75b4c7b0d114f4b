package io.agentbridge.gateway.pipeline;

import com.lmax.disruptor.EventHandler;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalFullException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Makes steps durable: appends each that made events, and forces once at the end of a batch (group commit).
 *
 * <p>While the disk is full it waits, and everything behind it: nothing is shown that is not durable, and nothing that was decided is
 * lost. It goes on by itself when there is space.
 */
final class JournalStage implements EventHandler<Step> {
    /** After this long without a record the newest ones are sealed. */
    private static final long IDLE_MILLIS = 1_000;

    private static final long LOOK_FOR_SPACE_NANOS = 100_000_000;
    private static final System.Logger LOG = System.getLogger(JournalStage.class.getName());

    private final Journal journal;
    private final LongConsumer idle;
    private final BooleanSupplier ending;
    private final StepCodec codec = new StepCodec();

    /**
     * @param idle told when a seal is wanted, {@link Long#MAX_VALUE} for not at all
     * @param ending whether nobody waits for space any more
     */
    JournalStage(Journal journal, LongConsumer idle, BooleanSupplier ending) {
        this.journal = journal;
        this.idle = idle;
        this.ending = ending;
    }

    @Override
    public void onEvent(Step step, long sequence, boolean endOfBatch) throws IOException {
        Input input = step.input();
        List<Event> events = step.decision().events();
        if (input != null && !events.isEmpty()) {
            codec.encodeInput(input);
            codec.encodeEvents(events);
            append(events, step.stateHash());
            idle.accept(step.timestampMillis() + IDLE_MILLIS);
        } else if (step.isSeal()) {
            journal.seal();
            idle.accept(Long.MAX_VALUE);
        }
        if (endOfBatch) {
            journal.force();
        }
    }

    private void append(List<Event> events, long stateHash) throws IOException {
        for (boolean told = false; !tryAppend(events, stateHash, told); told = true) {
            LockSupport.parkNanos(this, LOOK_FOR_SPACE_NANOS);
        }
    }

    /** Appends what the codec holds; false if there is no space and it is worth waiting for some. */
    private boolean tryAppend(List<Event> events, long stateHash, boolean told) throws IOException {
        try {
            journal.append(
                    events.getFirst().sequence(),
                    events.size(),
                    events.getFirst().timestampMillis(),
                    stateHash,
                    codec.inputBytes(),
                    codec.inputLength(),
                    codec.eventsBytes(),
                    codec.eventsLength());
        } catch (JournalFullException full) {
            if (ending.getAsBoolean()) {
                throw full;
            }
            if (!told) {
                LOG.log(System.Logger.Level.ERROR, "everything waits for space: " + full.getMessage());
            }
            return false;
        }
        if (told) {
            LOG.log(System.Logger.Level.WARNING, "there is space again, and the journal goes on");
        }
        return true;
    }
}
