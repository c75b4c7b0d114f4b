package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the connections of one I/O thread share, one at a time: the buffer read into, the batch written from, and, once a client compresses, what does that. */
final class IoBuffers {
    private static final int READ_BYTES = 64 << 10;

    private final byte[] bytes = new byte[READ_BYTES];
    private final ByteBuffer read = ByteBuffer.wrap(bytes);
    private final OutboundBatch batch = new OutboundBatch();
    private @Nullable Deflation deflation;
    private @Nullable Inflaters inflaters;

    ByteBuffer read() {
        return read;
    }

    /** What {@link #read} wraps. */
    byte[] bytes() {
        return bytes;
    }

    OutboundBatch batch() {
        return batch;
    }

    Deflation deflation() {
        Deflation made = deflation;
        if (made == null) {
            made = new Deflation();
            deflation = made;
        }
        return made;
    }

    Inflaters inflaters() {
        Inflaters made = inflaters;
        if (made == null) {
            made = new Inflaters();
            inflaters = made;
        }
        return made;
    }
}
