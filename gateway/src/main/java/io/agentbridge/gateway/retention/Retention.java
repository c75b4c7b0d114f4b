package io.agentbridge.gateway.retention;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.past.TimeTravel;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.SegmentSummary;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredJournal;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Deletes the oldest segments of the journal by its limits, on a thread of its own, and what only they needed: snapshots, and large
 * texts.
 *
 * <p>The journal then begins with a snapshot of the state before its oldest event, written and read back before anything goes.
 * So the state at any event that is retained can still be found, and a start always has a place to begin at.
 */
public final class Retention implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final long EVERY_MILLIS = 60_000;
    private static final long STOP_SECONDS = 30;
    /** A text is stored before the record that names it; no request is on its way for as long. */
    private static final long IN_FLIGHT_MILLIS = 3_600_000;

    private final RetentionLimits limits;
    private final StoredJournal journal;
    private final SnapshotStore snapshots;
    private final BlobStore blobs;
    private final LongSupplier consumed;
    private final InstantSource clock;
    private final TimeTravel states;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory());

    /** @param consumed the newest event that every reader which must not miss one has read; nothing later is deleted */
    public Retention(
            RetentionLimits limits,
            StoredJournal journal,
            SnapshotStore snapshots,
            BlobStore blobs,
            LongSupplier consumed,
            InstantSource clock) {
        this.limits = limits;
        this.journal = journal;
        this.snapshots = snapshots;
        this.blobs = blobs;
        this.consumed = consumed;
        this.clock = clock;
        this.states = TimeTravel.toGoOnFrom(journal, snapshots);
    }

    /** Looks at once and then each minute whether there is something to delete. */
    public void start() {
        if (!limits.isNone()) {
            var _ = thread.scheduleWithFixedDelay(this::run, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What is not deleted now is at the next time. */
    private void run() {
        try {
            sweep();
        } catch (IOException | RuntimeException | Error failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the oldest part of the journal could not be deleted, although it is beyond the limits",
                    failed);
        }
    }

    /** Deletes what is beyond the limits now. For one thread. */
    void sweep() throws IOException {
        Optional<SegmentSummary> last = beyondLimits();
        if (last.isEmpty()) {
            return;
        }
        SegmentSummary segment = last.get();
        Snapshot base = writeBase(segment);
        journal.dropThrough(segment);
        snapshots.deleteBefore(segment.lastSequence());
        Set<String> needed = BlobReferences.of(base);
        // Whatever a retained record refers to was in the state then, or was stored since: at the earliest while it was
        // on its
        // way as the deleted segment began.
        long deleted = blobs.deleteUnless(segment.firstTimestampMillis() - IN_FLIGHT_MILLIS, needed::contains);
        LOG.log(
                System.Logger.Level.INFO,
                "deleted the events up to " + segment.lastSequence() + ", and " + deleted + " large texts");
    }

    /** The newest segment that is to go with all before it. */
    private Optional<SegmentSummary> beyondLimits() {
        List<SegmentSummary> droppable = journal.droppable();
        long bytes = journal.retainedBytes();
        long readTo = consumed.getAsLong();
        Optional<SegmentSummary> last = Optional.empty();
        for (SegmentSummary segment : droppable) {
            boolean tooOld =
                    limits.maxAgeMillis() > 0 && segment.lastTimestampMillis() < clock.millis() - limits.maxAgeMillis();
            boolean tooMuch = limits.maxBytes() > 0 && bytes > limits.maxBytes();
            if (!(tooOld || tooMuch) || segment.lastSequence() > readTo) {
                break;
            }
            last = Optional.of(segment);
            bytes -= segment.end();
        }
        return last;
    }

    /** Writes the snapshot with which the journal is to begin, and reads it back. */
    private Snapshot writeBase(SegmentSummary segment) throws IOException {
        Snapshot snapshot = states.stateAt(segment.lastSequence());
        if (snapshot.hash() != segment.stateHash()) {
            throw new IOException("the state at " + segment.lastSequence() + " is not what " + segment.name()
                    + " recorded; run: agent-bridge replay --verify");
        }
        snapshots.writeBase(new StoredSnapshot(
                snapshot.sequence(), snapshot.hash(), snapshot.settings().behaviourLevel(), codec.encode(snapshot)));
        try {
            Optional<StoredSnapshot> stored = snapshots.newestWholeAtOrBelow(snapshot.sequence());
            if (stored.isEmpty() || stored.get().sequence() != snapshot.sequence()) {
                throw new IOException("the snapshot at " + snapshot.sequence() + " cannot be read back");
            }
            Snapshot read = codec.decode(stored.get().content());
            if (Replay.from(read).state().hash() != segment.stateHash()) {
                throw new IOException("the snapshot at " + snapshot.sequence() + " is of another state");
            }
            return read;
        } catch (CodecException unreadable) {
            throw new IOException("the snapshot at " + snapshot.sequence() + " cannot be read back", unreadable);
        }
    }

    /** Ends what is under way, and looks no more. */
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a deletion of old events goes on while the server stops");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while old events were deleted", interrupted);
        }
    }
}
