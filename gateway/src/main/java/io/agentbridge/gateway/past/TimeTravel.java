package io.agentbridge.gateway.past;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.EventListener;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.NotRetainedException;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.util.Optional;

/**
 * The state as it was: the nearest snapshot before, and the events from there. Going forward in small steps goes on from the state
 * that was asked for last. Used by one thread.
 */
public final class TimeTravel {
    private final Journal journal;
    private final JournalEvents events;
    private final Snapshots snapshots;
    private final SnapshotCodec codec = new SnapshotCodec();
    private Optional<Replay> latest = Optional.empty();
    /** The stored snapshot that was decoded last: going back in small steps begins at the same one again and again. */
    private Optional<Decoded> decoded = Optional.empty();

    /** Where the newest snapshot at or below a sequence is found. */
    private interface Snapshots {
        Optional<StoredSnapshot> newestAtOrBelow(long sequence) throws IOException;
    }

    private record Decoded(long sequence, long stateHash, Snapshot snapshot) {
        private boolean isOf(StoredSnapshot stored) {
            return sequence == stored.sequence() && stateHash == stored.stateHash();
        }
    }

    private TimeTravel(Journal journal, Snapshots snapshots) {
        this.journal = journal;
        this.events = new JournalEvents(journal);
        this.snapshots = snapshots;
    }

    /** To states that are looked at; they may be light. */
    public static TimeTravel toLookAt(Journal journal, SnapshotStore snapshots) {
        return new TimeTravel(journal, snapshots::newestAtOrBelow);
    }

    /** To states from which a start could go on. */
    public static TimeTravel toGoOnFrom(Journal journal, SnapshotStore snapshots) {
        return new TimeTravel(journal, snapshots::newestWholeAtOrBelow);
    }

    /**
     * The state after the event {@code sequence}, which must be durable; 0 for the state before the first.
     *
     * @throws NotRetainedException if neither the events nor a snapshot reach so far back
     */
    public Snapshot stateAt(long sequence) throws IOException {
        Replay replay = nearest(sequence);
        // What fails in the middle is of no use for the next time.
        latest = Optional.empty();
        try (JournalReader reader = journal.reader(replay.state().sequence() + 1)) {
            replay.run(reader, sequence, EventListener.NONE);
        }
        if (replay.state().sequence() != sequence) {
            throw new IllegalStateException(
                    "the journal ends at sequence " + replay.state().sequence() + ", before " + sequence);
        }
        latest = Optional.of(replay);
        return replay.state().snapshot();
    }

    private Replay nearest(long sequence) throws IOException {
        long reached = latest.isPresent() ? latest.get().state().sequence() : Long.MAX_VALUE;
        Optional<StoredSnapshot> stored = snapshots.newestAtOrBelow(sequence);
        if (reached <= sequence && (stored.isEmpty() || stored.get().sequence() <= reached)) {
            return latest.orElseThrow();
        }
        if (stored.isPresent()) {
            return Replay.from(decoded(stored.get()));
        }
        if (events.oldestSequence() > 1) {
            throw new NotRetainedException(sequence, events.oldestSequence());
        }
        return Replay.fromStart();
    }

    private Snapshot decoded(StoredSnapshot stored) {
        if (decoded.isEmpty() || !decoded.get().isOf(stored)) {
            decoded = Optional.of(new Decoded(stored.sequence(), stored.stateHash(), codec.decode(stored.content())));
        }
        return decoded.get().snapshot();
    }
}
