package io.agentbridge.bench.life;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.projection.SnapshotIntervals;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.Journal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A {@link CommandLife} on disk, as a server leaves it behind: its journal, and snapshots at a server's intervals. */
public final class RecordedLife {
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int RECOVERY_EVENTS = 100_000;

    private final SnapshotCodec snapshotCodec = new SnapshotCodec();
    private final SnapshotIntervals intervals = SnapshotIntervals.withRecoveryEach(RECOVERY_EVENTS);
    private final Journal journal;
    private final StepRecorder recorder;
    private final SnapshotStore snapshots;
    private long recoverySequence;
    private long indexSequence;
    private long indexBytes;
    private long writtenIndexBytes;

    private RecordedLife(Journal journal, SnapshotStore snapshots) {
        this.journal = journal;
        this.recorder = new StepRecorder(journal);
        this.snapshots = snapshots;
    }

    /** Writes a life of at least so many events to {@code data}, with a recovery snapshot at its end. */
    public static void write(Path data, int agents, int tasks, long events) throws IOException {
        try (Journal journal =
                ChronicleJournal.open(JournalOptions.in(data.resolve("journal")).withDurability(Durability.OS))) {
            RecordedLife recorded = new RecordedLife(journal, snapshots(data));
            CommandLife life = new CommandLife(agents, tasks, recorded::append);
            while (journal.lastSequence() < events) {
                life.step();
            }
            journal.force();
            recorded.writeRecovery(life);
        }
    }

    /** The snapshots that {@link #write} left in {@code data}. */
    public static SnapshotStore snapshots(Path data) throws IOException {
        return SnapshotStore.open(data.resolve("snapshots"), SNAPSHOTS_KEPT, report -> {
            throw new IllegalStateException(report);
        });
    }

    private void append(CommandLife life) {
        recorder.accept(life);
        try {
            if (life.state().sequence() - recoverySequence >= intervals.recoveryEvents()) {
                writeRecovery(life);
            }
            writeIndexIfDue(life);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeRecovery(CommandLife life) throws IOException {
        recoverySequence = life.state().sequence();
        snapshots.write(stored(life, life.state().snapshot()));
    }

    private void writeIndexIfDue(CommandLife life) throws IOException {
        long grown = journal.appendedBytes() - indexBytes;
        boolean due =
                life.state().sequence() - indexSequence >= intervals.indexEvents() || grown >= intervals.indexBytes();
        if (due && grown >= writtenIndexBytes) {
            indexSequence = life.state().sequence();
            indexBytes = journal.appendedBytes();
            StoredSnapshot stored = stored(life, life.state().lightSnapshot());
            writtenIndexBytes = stored.content().length;
            snapshots.writeIndex(stored);
        }
    }

    private StoredSnapshot stored(CommandLife life, Snapshot snapshot) {
        return new StoredSnapshot(
                snapshot.sequence(),
                life.state().hash(),
                snapshot.settings().behaviourLevel(),
                snapshotCodec.encode(snapshot));
    }
}
