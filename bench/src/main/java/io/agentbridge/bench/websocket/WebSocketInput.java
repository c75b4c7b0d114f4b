package io.agentbridge.bench.websocket;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The reading side of one connection: first an HTTP head, then frames (RFC 6455 section 5). Used by one thread. */
public final class WebSocketInput {
    static final int TEXT = 1;
    static final int CONTINUATION = 0;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int INITIAL_BYTES = 64 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int maxMessageBytes;
    private byte[] data = new byte[INITIAL_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(data);
    private int start;
    private int end;
    private byte[] fragments = new byte[0];
    private boolean fragmented;

    /** What is read. The arrays hold their content during the call only. */
    public interface Listener {
        /** A complete message, text or binary. */
        void message(byte[] bytes, int offset, int length);

        /** A ping, to be answered with the same content. */
        void ping(byte[] bytes, int offset, int length);

        /** The peer says that it closes; code 1005 where it gives none. */
        void close(int code);
    }

    /** An input that takes messages of up to {@code maxMessageBytes}. */
    public WebSocketInput(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Reads once what the channel has.
     *
     * @return bytes read, -1 at the end of the stream
     */
    public int read(SocketChannel channel) throws IOException {
        if (end == data.length) {
            makeRoom();
        }
        int count = channel.read(buffer.limit(data.length).position(end));
        end += Math.max(count, 0);
        return count;
    }

    /** Takes the HTTP head, once it is complete, without its empty line. */
    public Optional<String> takeHead() {
        for (int at = start; at + 3 < end; at++) {
            if (data[at] == '\r' && data[at + 1] == '\n' && data[at + 2] == '\r' && data[at + 3] == '\n') {
                String head = new String(data, start, at - start, StandardCharsets.ISO_8859_1);
                start = at + 4;
                return Optional.of(head);
            }
        }
        return Optional.empty();
    }

    /** Hands over every complete frame that was read. */
    public void deliver(Listener listener) throws ProtocolException {
        while (deliverOne(listener)) {}
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    private boolean deliverOne(Listener listener) throws ProtocolException {
        int available = end - start;
        if (available < 2) {
            return false;
        }
        int first = data[start] & 0xff;
        boolean masked = data[start + 1] < 0;
        long length = data[start + 1] & 0x7f;
        int header = 2;
        if (length == 126) {
            header = 4;
        } else if (length == 127) {
            header = 10;
        }
        int payload = start + header + (masked ? 4 : 0);
        if (payload > end) {
            return false;
        }
        if (header > 2) {
            length = bigEndian(start + 2, header - 2);
        }
        if (length < 0 || length > maxMessageBytes) {
            throw new ProtocolException("A frame of " + length + " bytes is more than " + maxMessageBytes);
        }
        if (payload + length > end) {
            return false;
        }
        if (masked) {
            xor(data, payload, (int) length, (int) INTS.get(data, payload - 4));
        }
        start = payload + (int) length;
        dispatch(first, payload, (int) length, listener);
        return true;
    }

    private void dispatch(int first, int offset, int length, Listener listener) throws ProtocolException {
        boolean last = (first & 0x80) != 0;
        switch (first & 0x7f) {
            case TEXT, BINARY -> {
                if (last) {
                    listener.message(data, offset, length);
                } else {
                    fragments = Arrays.copyOfRange(data, offset, offset + length);
                    fragmented = true;
                }
            }
            case CONTINUATION -> join(offset, length, last, listener);
            case PING -> listener.ping(data, offset, length);
            case PONG -> {}
            case CLOSE -> listener.close(length < 2 ? 1005 : (int) bigEndian(offset, 2));
            default -> throw new ProtocolException("A frame begins with 0x" + Integer.toHexString(first));
        }
    }

    private void join(int offset, int length, boolean last, Listener listener) throws ProtocolException {
        if (!fragmented || fragments.length + length > maxMessageBytes) {
            throw new ProtocolException("A continuation frame that continues nothing, or too much");
        }
        int before = fragments.length;
        fragments = Arrays.copyOf(fragments, before + length);
        System.arraycopy(data, offset, fragments, before, length);
        if (last) {
            fragmented = false;
            listener.message(fragments, 0, fragments.length);
        }
    }

    private long bigEndian(int offset, int length) {
        long value = 0;
        for (int at = offset; at < offset + length; at++) {
            value = (value << 8) | (data[at] & 0xff);
        }
        return value;
    }

    private void makeRoom() throws ProtocolException {
        int length = end - start;
        if (start > 0) {
            System.arraycopy(data, start, data, 0, length);
        } else if (data.length > maxMessageBytes + 14) {
            throw new ProtocolException("A frame does not end after " + data.length + " bytes");
        } else {
            data = Arrays.copyOf(data, data.length * 2);
            buffer = ByteBuffer.wrap(data);
        }
        start = 0;
        end = length;
    }

    /** Masks or unmasks in place (RFC 6455 section 5.3); the key's first byte is its lowest. */
    static void xor(byte[] bytes, int offset, int length, int key) {
        long wide = (key & 0xffffffffL) | ((long) key << 32);
        int at = offset;
        for (int limit = offset + length - 7; at < limit; at += 8) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (int shift = 0; at < offset + length; at++, shift += 8) {
            bytes[at] ^= (byte) (wide >>> shift);
        }
    }
}
