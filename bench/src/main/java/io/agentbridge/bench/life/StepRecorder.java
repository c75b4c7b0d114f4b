package io.agentbridge.bench.life;

import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Appends each step of a life to a journal, as the server does; does not force. Used by one thread. */
public final class StepRecorder implements Consumer<CommandLife> {
    private final StepCodec codec = new StepCodec();
    private final Journal journal;

    public StepRecorder(Journal journal) {
        this.journal = journal;
    }

    /** @throws UncheckedIOException if the journal cannot be written */
    @Override
    public void accept(CommandLife life) {
        codec.encodeInput(life.input());
        codec.encodeEvents(life.events());
        try {
            journal.append(
                    life.events().getFirst().sequence(),
                    life.events().size(),
                    life.timestampMillis(),
                    life.state().hash(),
                    codec.inputBytes(),
                    codec.inputLength(),
                    codec.eventsBytes(),
                    codec.eventsLength());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
