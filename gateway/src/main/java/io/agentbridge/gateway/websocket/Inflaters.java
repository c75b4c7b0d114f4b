package io.agentbridge.gateway.websocket;

import java.util.ArrayDeque;
import java.util.zip.Inflater;

/**
 * Inflaters for all connections of one I/O thread: because no context is taken over, only a compressed message under way needs one (40 KB
 * of native memory), a connection none. For its I/O thread.
 */
final class Inflaters {
    static final int SCRATCH_BYTES = 16 << 10;
    private static final int MAX_IDLE = 8;

    private final ArrayDeque<Inflater> idle = new ArrayDeque<>(MAX_IDLE);
    private final byte[] scratch = new byte[SCRATCH_BYTES];

    /** For what is inflated next; everybody's. */
    byte[] scratch() {
        return scratch;
    }

    Inflater take() {
        Inflater ready = idle.poll();
        return ready == null ? new Inflater(true) : ready;
    }

    void giveBack(Inflater used) {
        if (idle.size() < MAX_IDLE) {
            used.reset();
            idle.push(used);
        } else {
            used.end();
        }
    }
}
