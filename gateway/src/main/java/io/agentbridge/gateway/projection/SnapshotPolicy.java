package io.agentbridge.gateway.projection;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes a recovery snapshot every so many events and at the end, so that a start reads a bounded piece of the journal, and light index
 * snapshots between, so that the state at any past sequence is near. For the projection's thread, which only takes the snapshot;
 * another encodes and writes it, one at a time.
 */
public final class SnapshotPolicy {
    private static final System.Logger LOG = System.getLogger(SnapshotPolicy.class.getName());
    private static final long END_SECONDS = 60;

    private final SnapshotStore store;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final SnapshotIntervals intervals;
    private final LongSupplier journalBytes;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("snapshots").daemon().factory());

    /** Where the newest recovery snapshot was written, or the last try failed. */
    private long recovery;
    /** Likewise the newest index snapshot, and the journal's bytes then. */
    private long index;

    private long indexBytes;
    private volatile boolean writing;
    private volatile long writtenIndexBytes;

    /**
     * @param journalBytes how many bytes were appended to the journal so far
     * @param newest sequence of the newest snapshot there is, 0 for none
     */
    public SnapshotPolicy(SnapshotStore store, SnapshotIntervals intervals, LongSupplier journalBytes, long newest) {
        this.store = store;
        this.intervals = intervals;
        this.journalBytes = journalBytes;
        this.recovery = newest;
        this.index = newest;
        this.indexBytes = journalBytes.getAsLong();
    }

    void after(State state) {
        if (writing) {
            return;
        }
        boolean forRecovery = state.sequence() - recovery >= intervals.recoveryEvents();
        boolean forIndex = indexIsDue(state.sequence());
        if (forRecovery || forIndex) {
            begin(state, forRecovery, forIndex);
        }
    }

    /** Never more often than the journal grows by what an index snapshot takes, however large the state is. */
    private boolean indexIsDue(long sequence) {
        boolean manyEvents = sequence - index >= intervals.indexEvents();
        long grown = journalBytes.getAsLong() - indexBytes;
        return (manyEvents || grown >= intervals.indexBytes()) && grown >= writtenIndexBytes;
    }

    /** Waits until the last one, a recovery snapshot, is written. */
    void atEnd(State state) {
        if (state.sequence() > recovery) {
            begin(state, true, false);
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the last snapshot was not written within " + END_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(State state, boolean forRecovery, boolean forIndex) {
        if (forRecovery) {
            recovery = state.sequence();
        }
        if (forIndex) {
            index = state.sequence();
            indexBytes = journalBytes.getAsLong();
        }
        writing = true;
        long hash = state.hash();
        Optional<Snapshot> whole = forRecovery ? Optional.of(state.snapshot()) : Optional.empty();
        Optional<Snapshot> light = forIndex ? Optional.of(state.lightSnapshot()) : Optional.empty();
        long sequence = state.sequence();
        writer.execute(() -> write(sequence, hash, whole, light));
    }

    /** A snapshot only makes something faster, so one that cannot be written is reported and not missed. */
    private void write(long sequence, long stateHash, Optional<Snapshot> whole, Optional<Snapshot> light) {
        try {
            if (whole.isPresent()) {
                store.write(encode(whole.get(), stateHash));
            }
            if (light.isPresent()) {
                StoredSnapshot stored = encode(light.get(), stateHash);
                writtenIndexBytes = stored.content().length;
                store.writeIndex(stored);
            }
        } catch (IOException | RuntimeException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the snapshot at " + sequence + " could not be written; "
                            + (whole.isPresent() ? "the next start" : "a look at the past") + " will take longer",
                    failed);
        } finally {
            writing = false;
        }
    }

    private StoredSnapshot encode(Snapshot snapshot, long stateHash) {
        return new StoredSnapshot(
                snapshot.sequence(), stateHash, snapshot.settings().behaviourLevel(), codec.encode(snapshot));
    }
}
