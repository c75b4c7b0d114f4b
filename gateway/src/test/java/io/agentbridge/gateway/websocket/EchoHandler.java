package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A session that sends everything back, text as text and binary as binary; holds at most {@link #MAX_HELD_BYTES}, then refuses. */
final class EchoHandler implements WebSocketHandler {
    static final int MAX_HELD_BYTES = 1 << 20;

    private final WebSocketConnection connection;
    private byte[] held = new byte[4096];
    private int from;
    private int to;
    private boolean refused;
    volatile int closeCode;

    EchoHandler(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean message(byte[] data, int offset, int length, boolean binary) {
        if (to - from > MAX_HELD_BYTES) {
            refused = true;
            return false;
        }
        int size = FrameEncoder.headerBytes(length) + length;
        reserve(size);
        ByteBuffer frame = ByteBuffer.wrap(held, to, size);
        FrameEncoder.putHeader(frame, binary ? Opcode.BINARY : Opcode.TEXT, length);
        frame.put(data, offset, length);
        to += size;
        connection.wake();
        return true;
    }

    private void reserve(int size) {
        if (to + size > held.length) {
            int kept = to - from;
            byte[] target = kept + size > held.length ? new byte[Math.max(2 * held.length, kept + size)] : held;
            System.arraycopy(held, from, target, 0, kept);
            held = target;
            from = 0;
            to = kept;
        }
    }

    @Override
    public void alive() {}

    @Override
    public void fill(FrameSink sink) {
        while (from < to && !sink.isFull()) {
            int size = frameBytes(from);
            while (from + size < to && size < 16 << 10) {
                size += frameBytes(from + size);
            }
            sink.putFrames(ByteBuffer.wrap(Arrays.copyOfRange(held, from, from + size)));
            from += size;
        }
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (refused && to - from <= MAX_HELD_BYTES / 2) {
            refused = false;
            connection.resume();
        }
    }

    private int frameBytes(int at) {
        int length = held[at + 1] & 0x7F;
        if (length == 126) {
            length = ByteBuffer.wrap(held).getShort(at + 2) & 0xFFFF;
        } else if (length == 127) {
            length = (int) ByteBuffer.wrap(held).getLong(at + 2);
        }
        return FrameEncoder.headerBytes(length) + length;
    }

    @Override
    public void closed(int code) {
        closeCode = code;
    }
}
