package io.agentbridge.bench.life;

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
    private static final int RECOVERY_EVENTS = 1_000_000;

    private final SnapshotCodec snapshotCodec = new SnapshotCodec();
    private final SnapshotIntervals intervals = SnapshotIntervals.withRecoveryEach(RECOVERY_EVENTS);
    private final Journal journal;
    private final StepRecorder recorder;
    private final SnapshotStore snapshots;
    private long indexSequence;
    private long indexBytes;
    private long snapshotBytes;

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
            recorded.snapshots.write(recorded.snapshot(life));
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
            writeIndexIfDue(life);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeIndexIfDue(CommandLife life) throws IOException {
        long grown = journal.appendedBytes() - indexBytes;
        boolean due =
                life.state().sequence() - indexSequence >= intervals.indexEvents() || grown >= intervals.indexBytes();
        if (due && grown >= snapshotBytes) {
            indexSequence = life.state().sequence();
            indexBytes = journal.appendedBytes();
            StoredSnapshot stored = snapshot(life);
            snapshotBytes = stored.content().length;
            snapshots.writeIndex(stored);
        }
    }

    private StoredSnapshot snapshot(CommandLife life) {
        return new StoredSnapshot(
                life.state().sequence(),
                life.state().hash(),
                life.state().settings().behaviourLevel(),
                snapshotCodec.encode(life.state().snapshot()));
    }
}
