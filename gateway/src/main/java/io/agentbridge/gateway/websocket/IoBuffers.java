package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;

/** What the connections of one I/O thread share, one at a time: the buffer read into and the batch written from. */
final class IoBuffers {
    private static final int READ_BYTES = 64 << 10;

    private final byte[] bytes = new byte[READ_BYTES];
    private final ByteBuffer read = ByteBuffer.wrap(bytes);
    private final OutboundBatch batch = new OutboundBatch();

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
}
