package io.agentbridge.gateway.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When snapshots are taken, and that neither a slow nor a failing disk keeps anybody up. */
class SnapshotPolicyTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int KEEP = 100;

    @TempDir
    Path directory;

    private final State state = new State();

    @SuppressWarnings("NullAway.Init")
    private SnapshotStore store;

    @SuppressWarnings("NullAway.Init")
    private SnapshotPolicy policy;

    private long journalBytes;

    @BeforeEach
    void open() throws IOException {
        store = SnapshotStore.open(directory.resolve("snapshots"), KEEP, report -> {
            throw new AssertionError(report);
        });
    }

    private void policy(long recoveryEvents, long indexEvents, long indexBytes) {
        policy = new SnapshotPolicy(
                store,
                new SnapshotIntervals(recoveryEvents, indexEvents, indexBytes),
                () -> journalBytes,
                state.sequence());
    }

    @AfterEach
    void end() {
        policy.atEnd(state);
    }

    /** Applies events up to that one, and tells the policy after each; the journal grows with them. */
    private void runTo(long sequence, long bytesEach) {
        while (state.sequence() < sequence) {
            next(bytesEach);
            policy.after(state);
        }
    }

    private void next(long bytes) {
        long sequence = state.sequence() + 1;
        state.apply(new Event(sequence, sequence, Cause.NONE, new Fact.ServerStarted("test", Settings.DEFAULT)));
        journalBytes += bytes;
    }

    /** Comes to a sequence at which that snapshot is due: it is taken there, as soon as the one before is written. */
    private void runToSnapshot(long sequence, long bytesEach, String kind) throws IOException {
        runTo(sequence, bytesEach);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!taken(kind).contains(sequence) || newestSequence(sequence) != sequence) {
            assertTrue(System.nanoTime() < end, kind + " at " + sequence + " is missing: " + taken(kind));
            policy.after(state);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What the store knows of, a moment after the file is there. */
    private long newestSequence(long atOrBelow) throws IOException {
        return store.newestAtOrBelow(atOrBelow).map(StoredSnapshot::sequence).orElse(0L);
    }

    /** The sequences of the snapshots of a kind that there are. */
    private List<Long> taken(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(kind + "-") && name.endsWith(".bin"))
                    .map(name -> Long.valueOf(name.substring(kind.length() + 1, name.length() - ".bin".length())))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRecoverySnapshotIsTakenEachSoManyEventsAndIndexSnapshotsBetween() throws IOException {
        policy(10, 4, NEVER);
        for (long sequence = 1; sequence <= 30; sequence++) {
            if (sequence % 4 == 0) {
                runToSnapshot(sequence, 1 << 20, "index");
            }
            if (sequence % 10 == 0) {
                runToSnapshot(sequence, 1 << 20, "snapshot");
            }
            runTo(sequence, 1 << 20);
        }
        assertEquals(List.of(10L, 20L, 30L), taken("snapshot"));
        assertEquals(List.of(4L, 8L, 12L, 16L, 20L, 24L, 28L), taken("index"));
    }

    @Test
    void anIndexSnapshotIsTakenWhenTheJournalHasGrownByItsBytes() throws IOException {
        policy(NEVER, NEVER, 10_000);
        runTo(9, 1_000);
        runToSnapshot(10, 1_000, "index");
        runToSnapshot(20, 1_000, "index");
        assertEquals(List.of(10L, 20L), taken("index"));
        assertEquals(List.of(), taken("snapshot"));
    }

    @Test
    void indexSnapshotsTakeNoMoreOfTheDiskThanTheJournalItself() throws IOException {
        policy(NEVER, 1, 1);
        runToSnapshot(1, 1, "index");
        long bytes = store.newestAtOrBelow(1).orElseThrow().content().length;
        assertTrue(bytes > 10, "a state takes " + bytes);
        runToSnapshot(1 + bytes, 1, "index");
        assertEquals(List.of(1L, 1 + bytes), taken("index"));
    }

    @Test
    void aSnapshotIsOfTheStateAtItsSequenceWhateverHappensMeanwhile() throws Exception {
        policy(5, NEVER, NEVER);
        long hash;
        SnapshotStore busy = store;
        synchronized (busy) {
            // The disk is busy: the snapshot is taken now, and written later.
            runTo(5, 1);
            hash = state.hash();
            next(1);
            runTo(9, 1);
        }
        runToSnapshot(10, 1, "snapshot");
        var stored = store.newestAtOrBelow(9).orElseThrow();
        assertEquals(5, stored.sequence());
        assertEquals(
                hash,
                State.restore(new SnapshotCodec().decode(stored.content())).hash());
    }

    @Test
    void whileOneIsWrittenNoneIsTakenAndNobodyWaits() throws IOException {
        policy(10, NEVER, NEVER);
        SnapshotStore busy = store;
        synchronized (busy) {
            runTo(47, 1);
            assertEquals(List.of(), taken("snapshot"));
        }
        runToSnapshot(48, 1, "snapshot");
        assertEquals(List.of(10L, 48L), taken("snapshot"));
    }

    @Test
    void whatCannotBeWrittenIsReportedAndTriedAgainAnIntervalLater() throws Exception {
        policy(10, NEVER, NEVER);
        Path folder = directory.resolve("snapshots");
        Path away = directory.resolve("away");
        Files.move(folder, away);
        Files.writeString(folder, "in the way");
        try (var reports = new Reports()) {
            runTo(10, 1);
            assertTrue(reports.seen.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS), "nobody was told");
        }
        Files.delete(folder);
        Files.move(away, folder);
        runTo(19, 1);
        runToSnapshot(20, 1, "snapshot");
        assertEquals(List.of(20L), taken("snapshot"));
    }

    /** Waits for a warning of the policy. */
    private static final class Reports extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger(SnapshotPolicy.class.getName());
        private final CountDownLatch seen = new CountDownLatch(1);

        Reports() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord report) {
            if (report.getLevel().equals(Level.WARNING) && report.getMessage().contains("the snapshot at 10")) {
                seen.countDown();
            }
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    @Test
    void theEndWaitsForARecoverySnapshotOfTheLastStateAndWritesNoneTwice() throws IOException {
        policy(1_000, NEVER, NEVER);
        runTo(7, 1);
        policy.atEnd(state);
        assertEquals(List.of(7L), taken("snapshot"));
        Files.delete(directory.resolve("snapshots/snapshot-00000000000000000007.bin"));
        policy(1_000, NEVER, NEVER);
        policy.atEnd(state);
        assertEquals(List.of(), taken("snapshot"));
    }
}
