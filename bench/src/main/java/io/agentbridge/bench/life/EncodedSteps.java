package io.agentbridge.bench.life;

import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of a life as a server journals them, encoded beforehand, to be appended over and over: for where the journal alone is measured.
 * It does not know what its records mean, so they need not make sense to a replay. Used by one thread.
 */
public final class EncodedSteps {
    private static final int AGENTS = 100;
    /** A power of two. */
    private static final int STEPS = 4_096;

    private final List<Encoded> steps = new ArrayList<>(STEPS);
    private int next;

    // Arrays, because a journal takes them; nobody compares steps by value.
    @SuppressWarnings("ArrayRecordComponent")
    private record Encoded(byte[] input, byte[] events, int eventCount, long timestampMillis, long stateHash) {
        static Encoded newestOf(CommandLife life, StepCodec codec) {
            codec.encodeInput(life.input());
            codec.encodeEvents(life.events());
            return new Encoded(
                    Arrays.copyOf(codec.inputBytes(), codec.inputLength()),
                    Arrays.copyOf(codec.eventsBytes(), codec.eventsLength()),
                    life.events().size(),
                    life.timestampMillis(),
                    life.state().hash());
        }
    }

    /** Commands that agents take and finish, one after the other. */
    public EncodedSteps() {
        StepCodec codec = new StepCodec();
        CommandLife life = new CommandLife(AGENTS);
        for (int at = 0; at < STEPS; at++) {
            life.step();
            steps.add(Encoded.newestOf(life, codec));
        }
    }

    /** Appends the next step behind the last. */
    public void appendTo(Journal journal) throws IOException {
        Encoded step = steps.get(next++ & STEPS - 1);
        journal.append(
                journal.lastSequence() + 1,
                step.eventCount,
                step.timestampMillis,
                step.stateHash,
                step.input,
                step.input.length,
                step.events,
                step.events.length);
    }
}
