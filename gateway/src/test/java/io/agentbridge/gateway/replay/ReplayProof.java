package io.agentbridge.gateway.replay;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a long journal with snapshots at points of it, and replays it: from its start through all points, from each point to the next,
 * and from some to the end. Each time the state must be the recorded one: its hash, and the bytes of its snapshot.
 */
final class ReplayProof {
    private static final int RUNS_TO_THE_END = 4;

    private final Path journal;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final List<StoredSnapshot> points = new ArrayList<>();
    private long different;

    private ReplayProof(Path folder) throws IOException {
        this.journal = folder.resolve("journal");
        SnapshotStore store = snapshots(folder);
        long below = Long.MAX_VALUE;
        for (Optional<StoredSnapshot> next = store.newestAtOrBelow(below);
                next.isPresent();
                next = store.newestAtOrBelow(below)) {
            points.addFirst(next.get());
            below = next.get().sequence() - 1;
        }
    }

    private static SnapshotStore snapshots(Path folder) throws IOException {
        return SnapshotStore.open(folder.resolve("snapshots"), Integer.MAX_VALUE, report -> {
            throw new IllegalStateException(report);
        });
    }

    /** Writes the journal, with a snapshot at each of so many points and at the end. */
    static void write(Path folder, long events, int points) throws IOException {
        SnapshotStore store = snapshots(folder);
        SnapshotCodec codec = new SnapshotCodec();
        try (ChronicleJournal target = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withDurability(Durability.OS)
                .withReserveBytes(0))) {
            ManyLives lives = new ManyLives(target, events);
            for (int point = 1; point <= points + 1; point++) {
                lives.runTo(events * point / (points + 1));
                Snapshot snapshot = lives.state().snapshot();
                store.writeIndex(new StoredSnapshot(
                        snapshot.sequence(),
                        lives.state().hash(),
                        snapshot.settings().behaviourLevel(),
                        codec.encode(snapshot)));
            }
        }
    }

    /** Replays what {@link #write} wrote; what it says begins with how many states were not the recorded ones. */
    static String replay(Path folder) throws IOException {
        ReplayProof proof = new ReplayProof(folder);
        proof.fromStart();
        proof.fromPoints();
        return "different=" + proof.different + " events="
                + proof.points.getLast().sequence() + " points=" + (proof.points.size() - 1);
    }

    /** In a process of its own: the folder. */
    static void main(String[] arguments) throws IOException {
        System.out.println(replay(Path.of(arguments[0])));
    }

    private void fromStart() throws IOException {
        Replay replay = Replay.fromStart();
        try (JournalReader reader = JournalFiles.readOnly(journal, 1)) {
            for (StoredSnapshot point : points) {
                replay(replay, reader, point);
            }
        }
    }

    private void fromPoints() throws IOException {
        StoredSnapshot end = points.getLast();
        for (int i = 0; i < points.size() - 1; i++) {
            from(points.get(i), points.get(i + 1));
            if (i % (points.size() / RUNS_TO_THE_END) == 0) {
                from(points.get(i), end);
            }
        }
    }

    private void from(StoredSnapshot point, StoredSnapshot to) throws IOException {
        Replay replay = Replay.from(codec.decode(point.content()));
        try (JournalReader reader = JournalFiles.readOnly(journal, point.sequence() + 1)) {
            replay(replay, reader, to);
        }
    }

    private void replay(Replay replay, JournalReader reader, StoredSnapshot to) throws IOException {
        replay.run(reader, to.sequence(), EventListener.NONE);
        if (replay.state().sequence() != to.sequence()
                || replay.state().hash() != to.stateHash()
                || !Arrays.equals(codec.encode(replay.state().snapshot()), to.content())) {
            different++;
        }
    }
}
