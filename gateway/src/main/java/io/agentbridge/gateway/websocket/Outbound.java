package io.agentbridge.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * What one connection still has to write: the rest of its last batch, then control frames, then nothing more or its close frame. Bounded:
 * no batch is begun before the last one is gone, and a peer that pings without reading gets the newest pongs only (RFC 6455 section
 * 5.5.3 allows that).
 */
final class Outbound {
    private final int maxControlBytes;
    private final ArrayDeque<ByteBuffer> rest = new ArrayDeque<>(0);
    private final ArrayDeque<byte[]> control = new ArrayDeque<>(0);
    private int controlBytes;
    private byte[] closeFrame = {};
    private boolean closing;
    private boolean closed;

    Outbound(WebSocketLimits limits) {
        this.maxControlBytes = limits.maxControlBytes();
    }

    /** Keeps a ping or pong until there is room; the oldest make place. */
    void control(int opcode, byte[] data, int offset, int length) {
        if (closing) {
            return;
        }
        byte[] frame = FrameEncoder.controlFrame(opcode, data, offset, length);
        control.add(frame);
        controlBytes += frame.length;
        Iterator<byte[]> oldest = control.iterator();
        while (controlBytes > maxControlBytes) {
            controlBytes -= oldest.next().length;
            oldest.remove();
        }
    }

    /** The last frame; nothing is taken after it. */
    void close(byte[] frame) {
        if (!closing) {
            closing = true;
            closeFrame = frame;
        }
    }

    /** Whether what was left of earlier batches is gone. */
    boolean writeRest(ConduitStreamSinkChannel socket) throws IOException {
        ByteBuffer head;
        while ((head = rest.peek()) != null) {
            socket.write(head);
            if (head.hasRemaining()) {
                return false;
            }
            rest.remove();
        }
        return true;
    }

    void putControls(OutboundBatch batch) {
        byte[] frame;
        while ((frame = control.poll()) != null) {
            batch.putFrame(frame);
        }
        controlBytes = 0;
    }

    void putClose(OutboundBatch batch) {
        if (closing && !closed) {
            closed = true;
            batch.putFrame(closeFrame);
        }
    }

    /** Whether the close frame is on its way. */
    boolean isClosed() {
        return closed;
    }

    boolean write(OutboundBatch batch, ConduitStreamSinkChannel socket) throws IOException {
        return batch.writeTo(socket, rest);
    }

    /** Bytes held back because the socket is full. */
    long pendingBytes() {
        long sum = controlBytes;
        for (ByteBuffer part : rest) {
            sum += part.remaining();
        }
        return sum;
    }

    void clear() {
        rest.clear();
        control.clear();
    }
}
