package io.agentbridge.gateway.replay;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Brings a state up to date by applying the events of a journal, and holds each record to the hash that it bears; except from a light
 * snapshot, whose hash is another. Nothing is decided anew. Used by one thread.
 */
public final class Replay {
    private final State state;

    private Replay(State state) {
        this.state = state;
    }

    /** A replay from before the first event. */
    public static Replay fromStart() {
        return new Replay(new State());
    }

    /**
     * A replay from where a snapshot was taken.
     *
     * @throws ReplayException if the snapshot does not restore to the hash that it bears
     */
    public static Replay from(Snapshot snapshot) throws ReplayException {
        State state = State.restore(snapshot);
        if (state.hash() != snapshot.hash()) {
            throw new ReplayException("The snapshot at sequence " + snapshot.sequence() + " restores to the state hash "
                    + Hashes.text(state.hash()) + ", not to its own " + Hashes.text(snapshot.hash())
                    + "; recover from an earlier snapshot or from the start of the journal");
        }
        return new Replay(state);
    }

    /** A replay from the snapshot if there is one, else from before the first event. */
    public static Replay from(Optional<Snapshot> snapshot) throws ReplayException {
        return snapshot.isPresent() ? from(snapshot.get()) : fromStart();
    }

    /** The state after what was applied. The caller owns it once this replay is not used any more. */
    public State state() {
        return state;
    }

    /** Applies what a reader has to offer now, which must begin with the event after this state's, or before. */
    public void run(JournalReader reader) throws IOException {
        run(reader, Long.MAX_VALUE, EventListener.NONE);
    }

    /**
     * Applies what a reader has to offer now, up to and including the event {@code toSequence}.
     *
     * @throws ReplayException if a record does not follow the state, or does not lead to the hash that it bears
     */
    public void run(JournalReader reader, long toSequence, EventListener listener) throws IOException {
        try (DecodedRecords records = new DecodedRecords(reader, state, toSequence)) {
            for (Optional<DecodedRecord> next = records.next(); next.isPresent(); next = records.next()) {
                apply(next.get(), toSequence, listener);
            }
        }
    }

    /**
     * Applies the events of a record that the state does not have yet.
     *
     * @throws ReplayException as for {@link #run}
     */
    void apply(DecodedRecord decoded) throws ReplayException {
        apply(decoded, Long.MAX_VALUE, EventListener.NONE);
    }

    private void apply(DecodedRecord decoded, long toSequence, EventListener listener) throws ReplayException {
        JournalRecord record = decoded.record();
        if (record.lastSequence() < state.sequence()) {
            return;
        }
        if (record.firstSequence() > state.sequence() + 1) {
            throw new ReplayException(place(record) + " cannot follow sequence " + state.sequence()
                    + ": the events between are missing. Replay from an earlier snapshot or from the start.");
        }
        List<Event> events = decoded.events();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.sequence() > toSequence) {
                return;
            }
            if (event.sequence() > state.sequence()) {
                listener.onEvent(event);
                apply(record, event);
            }
        }
        if (!state.isLight() && state.hash() != record.stateHash()) {
            throw new ReplayException(place(record) + " leads to the state hash " + Hashes.text(state.hash())
                    + ", not to " + Hashes.text(record.stateHash()) + " that was recorded. The journal was written by a"
                    + " program that applies events otherwise, or was altered; use that program, or report this.");
        }
    }

    private void apply(JournalRecord record, Event event) throws ReplayException {
        if (event.fact() instanceof Fact.ServerStarted started
                && started.settings().behaviourLevel() > Settings.DEFAULT.behaviourLevel()) {
            throw new ReplayException(place(record) + " was decided at behaviour level "
                    + started.settings().behaviourLevel() + ", this program knows levels up to "
                    + Settings.DEFAULT.behaviourLevel() + "; use the program that wrote it, or a later one");
        }
        try {
            state.apply(event);
        } catch (IllegalStateException e) {
            throw new ReplayException(place(record) + " cannot be applied: " + e.getMessage(), e);
        }
    }

    static String place(JournalRecord record) {
        return "Record " + record.number() + " (sequence " + record.firstSequence() + ")";
    }
}
