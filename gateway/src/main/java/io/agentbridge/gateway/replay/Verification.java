package io.agentbridge.gateway.replay;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides every recorded input once more, at its recorded time, and compares: the events byte for byte as they are encoded, and
 * the hash of the state. Beside it the recorded events are applied, so that each step is judged from the recorded state, also
 * behind a difference. Used by one thread.
 */
public final class Verification {
    /** Differences that are described; the others are counted. */
    private static final int MAX_DESCRIBED = 20;

    private final StepCodec codec = new StepCodec();
    private final EventLines lines = new EventLines();
    private final Decision decision = new Decision();
    private final Replay recorded;
    private Engine engine;
    private long records;
    private long events;
    private long differing;
    private long bindingDiffering;
    private final List<Difference> described = new ArrayList<>();

    private Verification(Replay recorded, Engine engine) {
        this.recorded = recorded;
        this.engine = engine;
    }

    /**
     * What a verification found.
     *
     * @param records records verified, marks included
     * @param events events in them
     * @param differing steps that were decided otherwise
     * @param bindingDiffering those of them that this program ought to decide alike
     * @param described the first of them
     */
    public record Result(long records, long events, long differing, long bindingDiffering, List<Difference> described) {
        public Result {
            described = List.copyOf(described);
        }

        /** Whether every step that ought to be was decided alike. */
        public boolean isAlike() {
            return bindingDiffering == 0;
        }
    }

    /** A verification from the first record on. */
    public static Verification fromStart() {
        return new Verification(Replay.fromStart(), new Engine(new State()));
    }

    /**
     * A verification from where a snapshot was taken, for a journal whose beginning is not kept any more.
     *
     * @throws ReplayException if the snapshot does not restore to the hash that it bears
     */
    public static Verification from(Snapshot snapshot) throws ReplayException {
        return new Verification(Replay.from(snapshot), new Engine(State.restore(snapshot)));
    }

    /**
     * Verifies what a reader has to offer now, up to and including the record that holds {@code toSequence}.
     *
     * @throws ReplayException if the recorded events themselves do not lead to the recorded hashes
     */
    public Result run(JournalReader reader, long toSequence) throws IOException {
        try (DecodedRecords steps = new DecodedRecords(reader, recorded.state(), toSequence)) {
            for (Optional<DecodedRecord> next = steps.next(); next.isPresent(); next = steps.next()) {
                verify(next.get());
            }
        }
        return new Result(records, events, differing, bindingDiffering, described);
    }

    private void verify(DecodedRecord decoded) throws ReplayException {
        JournalRecord record = decoded.record();
        State state = recorded.state();
        if (record.firstSequence() <= state.sequence()) {
            // Contained in the snapshot.
            return;
        }
        records++;
        events += record.eventCount();
        if (record.isMark()) {
            recorded.apply(decoded);
            return;
        }
        Input input = input(record);
        Optional<String> failure = Optional.empty();
        try {
            engine.step(input, record.timestampMillis(), decision);
        } catch (IllegalStateException e) {
            failure = Optional.of("the engine failed: " + e.getMessage());
        }
        if (failure.isEmpty() && isAlike(decoded)) {
            recorded.apply(decoded);
            return;
        }
        long hashBefore = state.hash();
        List<String> before = Concerned.before(state, decoded.events(), decision.events(), lines);
        recorded.apply(decoded);
        note(decoded, input, before, hashBefore, failure);
        engine = new Engine(State.restore(state.snapshot()));
    }

    private Input input(JournalRecord record) throws ReplayException {
        try {
            return codec.decodeInput(record.input());
        } catch (CodecException e) {
            throw new ReplayException(
                    "The input of record " + record.number() + " (sequence " + record.firstSequence()
                            + ") cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private boolean isAlike(DecodedRecord decoded) {
        JournalRecord record = decoded.record();
        if (engine.state().hash() != record.stateHash()) {
            return false;
        }
        codec.encodeEvents(decision.events());
        if (Arrays.equals(codec.eventsBytes(), 0, codec.eventsLength(), record.events(), 0, record.events().length)) {
            return true;
        }
        // An earlier program may have written the same events with fewer members.
        return decoded.events().equals(decision.events());
    }

    private void note(
            DecodedRecord decoded, Input input, List<String> before, long hashBefore, Optional<String> failure) {
        JournalRecord record = decoded.record();
        int level = recorded.state().settings().behaviourLevel();
        boolean binding = level == Settings.DEFAULT.behaviourLevel();
        differing++;
        if (binding) {
            bindingDiffering++;
        }
        if (described.size() < MAX_DESCRIBED) {
            List<String> decided =
                    new ArrayList<>(decision.events().stream().map(lines::line).toList());
            failure.ifPresent(decided::add);
            described.add(new Difference(
                    record.number(),
                    record.firstSequence(),
                    level,
                    binding,
                    lines.line(input),
                    decoded.events().stream().map(lines::line).toList(),
                    decided,
                    before,
                    hashBefore,
                    record.stateHash(),
                    engine.state().hash()));
        }
    }
}
