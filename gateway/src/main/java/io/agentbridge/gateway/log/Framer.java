package io.agentbridge.gateway.log;

import io.agentbridge.gateway.websocket.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts messages into WebSocket frames in direct memory. Frames are cut from slabs, which the collector takes back when the last
 * frame in them is gone. Holds no memory before the first. For one thread.
 */
public final class Framer {
    private final int slabBytes;
    private ByteBuffer slab = ByteBuffer.allocate(0);

    /** @param slabBytes how much memory is taken at a time; frames of more than a quarter get memory of their own */
    public Framer(int slabBytes) {
        this.slabBytes = slabBytes;
    }

    /** One buffer with a text frame for each message, in order. */
    public ByteBuffer frames(List<byte[]> messages) {
        ByteBuffer target = room(maxBytes(messages));
        int start = target.position();
        put(messages, target);
        return target.slice(start, target.position() - start).asReadOnlyBuffer();
    }

    /** The same in memory of its own. Every view of the buffer holds the buffer. Any thread. */
    public static ByteBuffer framesAlone(List<byte[]> messages) {
        ByteBuffer target = ByteBuffer.allocateDirect(maxBytes(messages));
        put(messages, target);
        return target.flip();
    }

    private static int maxBytes(List<byte[]> messages) {
        long bytes = 0;
        for (byte[] message : messages) {
            bytes += FrameEncoder.MAX_HEADER_BYTES + message.length;
        }
        return Math.toIntExact(bytes);
    }

    private static void put(List<byte[]> messages, ByteBuffer target) {
        for (byte[] message : messages) {
            FrameEncoder.putTextHeader(target, message.length);
            target.put(message);
        }
    }

    private ByteBuffer room(int bytes) {
        if (bytes > slabBytes / 4) {
            return ByteBuffer.allocateDirect(bytes);
        }
        if (slab.remaining() < bytes) {
            slab = ByteBuffer.allocateDirect(slabBytes);
        }
        return slab;
    }
}
