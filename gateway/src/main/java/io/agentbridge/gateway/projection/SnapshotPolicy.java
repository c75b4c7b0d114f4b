package io.agentbridge.gateway.projection;

import io.agentbridge.engine.State;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.IOException;

/**
 * Writes a recovery snapshot every so many events and at the end, so that a start reads a bounded piece of the journal. For the
 * projection's thread.
 */
public final class SnapshotPolicy {
    private static final System.Logger LOG = System.getLogger(SnapshotPolicy.class.getName());

    private final SnapshotStore store;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final long everyEvents;
    /** Where the newest snapshot was written, or the last try failed. */
    private long newest;

    /** @param newest sequence of the newest snapshot there is, 0 for none */
    public SnapshotPolicy(SnapshotStore store, long everyEvents, long newest) {
        this.store = store;
        this.everyEvents = everyEvents;
        this.newest = newest;
    }

    void after(State state) {
        if (state.sequence() - newest >= everyEvents) {
            write(state);
        }
    }

    void atEnd(State state) {
        if (state.sequence() > newest) {
            write(state);
        }
    }

    /** A snapshot only shortens the next start, so one that cannot be written is reported and not missed. */
    private void write(State state) {
        newest = state.sequence();
        try {
            store.write(new StoredSnapshot(state.sequence(), state.hash(), codec.encode(state.snapshot())));
        } catch (IOException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the snapshot at " + state.sequence() + " could not be written; the next start will take longer",
                    failed);
        }
    }
}
