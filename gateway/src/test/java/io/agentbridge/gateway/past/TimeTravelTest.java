package io.agentbridge.gateway.past;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Light snapshots lie between the sequences that are looked at; what is shown is the state that was there. */
class TimeTravelTest {
    private static final int STEPS_BETWEEN = 100;
    private static final int POINTS = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    @SuppressWarnings("NullAway.Init")
    private SnapshotStore snapshots;

    private final SnapshotCodec codec = new SnapshotCodec();
    private final List<Snapshot> states = new ArrayList<>();

    @BeforeEach
    void record() throws IOException {
        journal = ChronicleJournal.open(JournalOptions.in(directory.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0));
        snapshots = SnapshotStore.open(directory.resolve("snapshots"), 3, report -> {
            throw new AssertionError(report);
        });
        RecordedRun run = new RecordedRun(journal, 7);
        for (int point = 0; point < POINTS; point++) {
            run.steps(STEPS_BETWEEN);
            states.add(run.state().snapshot());
            if (point % 3 == 0) {
                snapshots.writeIndex(new StoredSnapshot(
                        run.state().sequence(),
                        run.state().hash(),
                        run.state().settings().behaviourLevel(),
                        codec.encode(run.state().lightSnapshot())));
            }
        }
        assertTrue(states.getLast().requests().size() > 0, "something is left out of a light snapshot");
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void itShowsWhatTheStateWasWhereverItStoodBefore() throws IOException {
        TimeTravel past = TimeTravel.toLookAt(journal, snapshots);
        Random random = new Random(3);
        for (int look = 0; look < 60; look++) {
            Snapshot was = states.get(random.nextInt(POINTS));
            Snapshot shown = past.stateAt(was.sequence());
            assertTrue(shown.light());
            assertShows(was, shown);
        }
    }

    @Test
    void aStateToGoOnFromIsWhole() throws IOException {
        TimeTravel past = TimeTravel.toGoOnFrom(journal, snapshots);
        for (Snapshot was : states) {
            assertEquals(was, past.stateAt(was.sequence()));
        }
    }

    @Test
    void aLightSnapshotOfAnotherStateIsRefused() throws IOException {
        Snapshot first = states.getFirst();
        Snapshot other = states.get(1);
        snapshots.writeIndex(new StoredSnapshot(
                first.sequence(), first.hash(), 1, codec.encode(withHash(other, first.sequence(), first.hash()))));
        assertThrows(
                IOException.class, () -> TimeTravel.toLookAt(journal, snapshots).stateAt(first.sequence()));
    }

    private static void assertShows(Snapshot was, Snapshot shown) {
        assertEquals(was.sequence(), shown.sequence());
        assertEquals(was.timestampMillis(), shown.timestampMillis());
        assertEquals(was.settings(), shown.settings());
        assertEquals(was.totals(), shown.totals());
        assertEquals(was.agents(), shown.agents());
        assertEquals(was.commands(), shown.commands());
        assertEquals(was.tasks(), shown.tasks());
        assertEquals(was.approvals(), shown.approvals());
        assertEquals(was.positions(), shown.positions());
        assertFalse(was.light());
    }

    private static Snapshot withHash(Snapshot of, long sequence, long hash) {
        return new Snapshot(
                sequence,
                of.timestampMillis(),
                hash,
                of.settings(),
                of.totals(),
                of.agents(),
                of.commands(),
                of.tasks(),
                of.approvals(),
                of.requests(),
                of.positions(),
                true);
    }
}
