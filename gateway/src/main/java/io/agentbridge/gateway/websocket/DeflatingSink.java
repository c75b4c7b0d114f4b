package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Deflates the large messages of one connection on their way into the batch, RFC 7692 section 6.1; small ones, and those that do not
 * shrink, pass as they are. One event deflates at most {@value #BYTES_PER_EVENT} bytes: a long message leaves in fragments, and what the
 * session puts behind it waits. That is bounded, because the sink is full until nothing waits. For the I/O thread.
 */
final class DeflatingSink implements FrameSink {
    /** Shorter messages go as they are: few bytes would be saved, for tens of microseconds. */
    static final int LEAST_BYTES = 1 << 10;

    private static final int BYTES_PER_EVENT = 128 << 10;
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;

    private final Deflation deflation;
    private final OutboundBatch batch;

    /** Frames that the session put, not yet in the batch. */
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(0);

    /** What is still to be deflated of the message at hand. */
    private @Nullable ByteBuffer rest;

    /** First byte of the next fragment's header, without {@link #FINAL}. */
    private int nextFragment;

    private int allowance;

    DeflatingSink(Deflation deflation, OutboundBatch batch) {
        this.deflation = deflation;
        this.batch = batch;
    }

    /** Others had their turn: it may deflate again. */
    void beginEvent() {
        allowance = BYTES_PER_EVENT;
    }

    /** Whether what waits has to do so until the next event. */
    boolean isSpent() {
        return allowance <= 0 && isWaiting();
    }

    private boolean isWaiting() {
        return rest != null || !waiting.isEmpty();
    }

    @Override
    public boolean isFull() {
        return isWaiting() || batch.isFull();
    }

    @Override
    public void putFrames(ByteBuffer frames) {
        waiting.add(frames.slice());
        putWaiting();
    }

    @Override
    public void putText(byte[] data, int offset, int length) {
        if (length < LEAST_BYTES && !isWaiting()) {
            batch.putText(data, offset, length);
        } else {
            putFrames(FrameEncoder.textFrame(data, offset, length));
        }
    }

    /** Puts what waits into the batch, as far as there is room and it may deflate. */
    void putWaiting() {
        while (!batch.isFull()) {
            if (rest != null) {
                if (allowance <= 0) {
                    return;
                }
                putFragment(rest);
            } else {
                ByteBuffer frames = waiting.peek();
                if (frames == null) {
                    return;
                }
                if (!frames.hasRemaining()) {
                    waiting.remove();
                } else if (!putSmallOrBegin(frames)) {
                    return;
                }
            }
        }
    }

    /** Puts the frames up to the first that is worth deflating, or begins with that one; false if it may not now. */
    private boolean putSmallOrBegin(ByteBuffer frames) {
        int from = frames.position();
        int end = from;
        while (end < frames.limit() && !isWorthDeflating(frames, end)) {
            end = EncodedFrames.payloadOffset(frames, end) + EncodedFrames.payloadBytes(frames, end);
        }
        if (end > from) {
            batch.putFrames(frames.slice(from, end - from));
            frames.position(end);
        } else if (allowance > 0) {
            begin(frames, from);
        } else {
            return false;
        }
        return true;
    }

    private void begin(ByteBuffer frames, int at) {
        int payload = EncodedFrames.payloadOffset(frames, at);
        int length = EncodedFrames.payloadBytes(frames, at);
        frames.position(payload + length);
        ByteBuffer message = frames.slice(payload, length);
        ByteBuffer deflated = deflate(message);
        int deflatedBytes = deflated.remaining() - Deflation.FLUSH_BYTES;
        if (deflatedBytes > message.position() - message.position() / 8) {
            batch.putFrames(frames.slice(at, payload + length - at));
        } else {
            nextFragment = COMPRESSED | (frames.get(at) & 0x0F);
            put(deflated, message);
        }
    }

    private void putFragment(ByteBuffer message) {
        put(deflate(message), message);
    }

    /** Deflates the message's next slice, and passes it. */
    private ByteBuffer deflate(ByteBuffer message) {
        int count = Math.min(message.remaining(), Deflation.SLICE_BYTES);
        ByteBuffer slice = message.slice(message.position(), count);
        message.position(message.position() + count);
        allowance -= count;
        return deflation.deflate(slice);
    }

    private void put(ByteBuffer deflated, ByteBuffer message) {
        boolean last = !message.hasRemaining();
        if (last) {
            deflated.limit(deflated.limit() - Deflation.FLUSH_BYTES);
        }
        batch.putFrame(nextFragment | (last ? FINAL : 0), deflated);
        nextFragment = Opcode.CONTINUATION;
        rest = last ? null : message;
    }

    private static boolean isWorthDeflating(ByteBuffer frames, int at) {
        int first = frames.get(at) & 0xFF;
        boolean message = first == (FINAL | Opcode.TEXT) || first == (FINAL | Opcode.BINARY);
        return message && EncodedFrames.payloadBytes(frames, at) >= LEAST_BYTES;
    }

    /** Forgets what waits. */
    void clear() {
        waiting.clear();
        rest = null;
    }
}
