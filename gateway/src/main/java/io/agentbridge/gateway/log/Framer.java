package io.agentbridge.gateway.log;

import io.agentbridge.gateway.websocket.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts messages into WebSocket frames in direct memory, once for all sessions. Frames are cut from slabs, which the collector
 * takes back when the last frame in them is gone. For one thread.
 */
public final class Framer {
    private static final int SLAB_BYTES = 1 << 20;

    private ByteBuffer slab = ByteBuffer.allocateDirect(SLAB_BYTES);

    /** One buffer with a text frame for each message, in order. */
    public ByteBuffer frames(List<byte[]> messages) {
        int bytes = 0;
        for (byte[] message : messages) {
            bytes += FrameEncoder.MAX_HEADER_BYTES + message.length;
        }
        ByteBuffer target = room(bytes);
        int start = target.position();
        for (byte[] message : messages) {
            FrameEncoder.putTextHeader(target, message.length);
            target.put(message);
        }
        return target.slice(start, target.position() - start).asReadOnlyBuffer();
    }

    private ByteBuffer room(int bytes) {
        if (bytes > SLAB_BYTES / 4) {
            return ByteBuffer.allocateDirect(bytes);
        }
        if (slab.remaining() < bytes) {
            slab = ByteBuffer.allocateDirect(SLAB_BYTES);
        }
        return slab;
    }
}
