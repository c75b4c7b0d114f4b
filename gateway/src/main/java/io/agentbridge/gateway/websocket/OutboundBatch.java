package io.agentbridge.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * What leaves with one gathering write. One per I/O thread, shared by its connections: it is empty between two of them. Small frames
 * are copied side by side into one direct buffer, large shared ones are written from where they are.
 */
final class OutboundBatch implements FrameSink {
    static final int FULL_BYTES = 64 << 10;
    static final int FULL_PARTS = 64;
    private static final int COPIED_BYTES = 1 << 10;

    /** The JDK copies heap memory to direct memory that it never gives back, so it sees only this much of it at once. */
    private static final int HEAP_PART_BYTES = 64 << 10;

    private static final int PARTS_PER_WRITE = 16;

    private final ByteBuffer staging = ByteBuffer.allocateDirect(FULL_BYTES + (16 << 10));
    private int staged;
    private ByteBuffer[] parts = new ByteBuffer[FULL_PARTS + 2];
    private boolean[] ofStaging = new boolean[parts.length];
    private int count;
    private int first;
    private long bytes;

    boolean isEmpty() {
        return bytes == 0;
    }

    @Override
    public boolean isFull() {
        return bytes >= FULL_BYTES || count >= FULL_PARTS;
    }

    @Override
    public void putFrames(ByteBuffer frames) {
        int size = frames.remaining();
        if (size <= COPIED_BYTES && size <= staging.remaining()) {
            staging.put(frames.duplicate());
        } else {
            endStaged();
            addPart(frames.duplicate());
        }
        bytes += size;
    }

    @Override
    public void putText(byte[] data, int offset, int length) {
        int size = FrameEncoder.headerBytes(length) + length;
        if (size <= staging.remaining()) {
            FrameEncoder.putTextHeader(staging, length);
            staging.put(data, offset, length);
        } else {
            addOwn(FrameEncoder.textFrame(data, offset, length));
        }
        bytes += size;
    }

    /** Puts one frame, or fragment, that has this first byte; the payload is copied. */
    void putFrame(int firstByte, ByteBuffer payload) {
        int length = payload.remaining();
        int size = FrameEncoder.headerBytes(length) + length;
        if (size <= staging.remaining()) {
            FrameEncoder.putFragmentHeader(staging, firstByte, length);
            staging.put(payload);
        } else {
            ByteBuffer frame = ByteBuffer.allocate(size);
            FrameEncoder.putFragmentHeader(frame, firstByte, length);
            addOwn(frame.put(payload).flip());
        }
        bytes += size;
    }

    private void addOwn(ByteBuffer frame) {
        endStaged();
        int size = frame.remaining();
        for (int at = 0; at < size; at += HEAP_PART_BYTES) {
            addPart(frame.slice(at, Math.min(HEAP_PART_BYTES, size - at)));
        }
    }

    /** Puts a frame that is this connection's alone. */
    void putFrame(byte[] frame) {
        putFrames(ByteBuffer.wrap(frame));
    }

    private void endStaged() {
        int end = staging.position();
        if (end > staged) {
            ofStaging[addPart(staging.slice(staged, end - staged))] = true;
            staged = end;
        }
    }

    private int addPart(ByteBuffer part) {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, count * 2);
            ofStaging = Arrays.copyOf(ofStaging, count * 2);
        }
        parts[count] = part;
        ofStaging[count] = false;
        return count++;
    }

    /**
     * Writes and empties the batch.
     *
     * @param rest gets what the socket did not take. What is not large is copied: a peer that does not read holds on to no memory that
     *     other frames stand in
     * @return whether the socket took all
     */
    boolean writeTo(ConduitStreamSinkChannel socket, Queue<ByteBuffer> rest) throws IOException {
        try {
            if (count == 0) {
                staging.flip();
                socket.write(staging);
                if (!staging.hasRemaining()) {
                    return true;
                }
                rest.add(copy(staging));
                return false;
            }
            endStaged();
            if (write(socket)) {
                return true;
            }
            for (int i = first; i < count; i++) {
                ByteBuffer part = parts[i];
                rest.add(ofStaging[i] || part.remaining() <= FULL_BYTES ? copy(part) : part);
            }
            return false;
        } finally {
            clear();
        }
    }

    private boolean write(ConduitStreamSinkChannel socket) throws IOException {
        while (first < count) {
            int end = Math.min(first + PARTS_PER_WRITE, count);
            socket.write(parts, first, end - first);
            while (first < end && !parts[first].hasRemaining()) {
                first++;
            }
            if (first < end) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer copy(ByteBuffer part) {
        return ByteBuffer.allocate(part.remaining()).put(part).flip();
    }

    /** Forgets everything: a fill that threw half way must not leave its frames to the next connection. */
    void clear() {
        staging.clear();
        staged = 0;
        Arrays.fill(parts, 0, count, null);
        count = 0;
        first = 0;
        bytes = 0;
    }
}
