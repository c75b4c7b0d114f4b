package io.agentbridge.gateway.replay;

import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.codec.SnapshotLine;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Records a golden journal: run once for each released format or behaviour level, with the name of an empty folder, and kept as it is
 * from then on. A data folder with a journal in one plain file and a snapshot in the middle; and beside them what they hold, as JSON.
 */
final class GoldenJournal {
    static final String EVENTS = "events.jsonl";
    static final String STATE = "state.json";
    private static final long SEED = 20_26;
    private static final int STEPS = 200;

    private GoldenJournal() {}

    static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        SnapshotStore snapshots = SnapshotStore.open(data.resolve("snapshots"), 1, report -> {
            throw new IllegalStateException(report);
        });
        try (FileJournal journal = FileJournal.open(options(data))) {
            RecordedRun run = new RecordedRun(journal, SEED);
            run.steps(STEPS);
            var snapshot = run.state().snapshot();
            snapshots.write(new StoredSnapshot(
                    snapshot.sequence(),
                    snapshot.hash(),
                    snapshot.settings().behaviourLevel(),
                    new SnapshotCodec().encode(snapshot)));
            run.steps(STEPS);
            EventLines lines = new EventLines();
            List<String> events = run.events().stream().map(lines::line).toList();
            Files.writeString(data.resolve(EVENTS), String.join("\n", events) + "\n");
            Files.writeString(data.resolve(STATE), new SnapshotLine(run.state().snapshot()).text() + "\n");
        }
    }

    static JournalOptions options(Path data) {
        return JournalOptions.in(data.resolve("journal"))
                .withDurability(Durability.OS)
                .withReserveBytes(0);
    }
}
