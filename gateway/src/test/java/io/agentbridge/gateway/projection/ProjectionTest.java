package io.agentbridge.gateway.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.log.LogCursor;
import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.wire.Subjects;
import io.agentbridge.journal.FileJournal;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.SnapshotStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second state follows the log. */
class ProjectionTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path directory;

    /** Else retention, which deletes nothing that the projection has not read, waits for hundreds of events more. */
    @Test
    void theFewEventsOfAQuietServerAreReadThoughNobodyAsks() throws Exception {
        var tail = new LogTail(64, 1 << 20, 0);
        var failure = new AtomicReference<Throwable>();
        try (var journal =
                FileJournal.open(JournalOptions.in(directory.resolve("journal")).withReserveBytes(0))) {
            var cursor = new LogCursor(tail, new JournalEvents(journal), 0);
            var snapshots = SnapshotStore.open(directory.resolve("snapshots"), 1, _ -> {});
            var policy = new SnapshotPolicy(snapshots, SnapshotIntervals.withRecoveryEach(1_000), () -> 0, 0);
            var projection = new Projection(
                    new State().snapshot(), cursor, policy, TimeUnit.MILLISECONDS.toNanos(5), failure::set);
            projection.start();
            for (long sequence = 1; sequence <= 3; sequence++) {
                publish(tail, sequence);
                projection.published(sequence);
                long giveUp = System.nanoTime() + PATIENCE_NANOS;
                while (cursor.sequence() < sequence) {
                    assertTrue(System.nanoTime() < giveUp, "event " + sequence + " is not read");
                    LockSupport.parkNanos(1_000_000);
                }
            }
            projection.stop();
        }
        assertEquals(null, failure.get());
    }

    private static void publish(LogTail tail, long sequence) {
        var event = new Event(sequence, sequence, Cause.NONE, new Fact.ServerStarted("test", Settings.DEFAULT));
        var subjects = new Subjects(List.of(), List.of(), List.of(), List.of(), "");
        tail.append(new TailEntry(sequence, sequence, event, subjects, null, null, 1));
    }
}
