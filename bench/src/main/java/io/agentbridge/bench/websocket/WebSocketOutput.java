package io.agentbridge.bench.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The writing side of one connection: what is put leaves with one write. Used by one thread. */
public final class WebSocketOutput {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 14;

    private final boolean masked;
    private final SplittableRandom keys = new SplittableRandom(1);
    private byte[] data = new byte[INITIAL_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(data);
    private int start;
    private int end;

    /** An output that masks its frames, as a client must, or does not, as a server must not (RFC 6455 section 5.1). */
    public WebSocketOutput(boolean masked) {
        this.masked = masked;
    }

    /** Puts bytes as they are: a handshake. */
    public void putBytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, data, end, bytes.length);
        end += bytes.length;
    }

    /** Puts a text message. */
    public void putText(byte[] bytes, int offset, int length) {
        putFrame(WebSocketInput.TEXT, bytes, offset, length);
    }

    /** Puts a pong with the content of the ping it answers. */
    public void putPong(byte[] bytes, int offset, int length) {
        putFrame(WebSocketInput.PONG, bytes, offset, length);
    }

    /** Puts a close frame. */
    public void putClose(int code) {
        putFrame(WebSocketInput.CLOSE, new byte[] {(byte) (code >> 8), (byte) code}, 0, 2);
    }

    private void putFrame(int opcode, byte[] bytes, int offset, int length) {
        reserve(MAX_HEADER_BYTES + length);
        int mask = masked ? 0x80 : 0;
        data[end++] = (byte) (0x80 | opcode);
        if (length < 126) {
            data[end++] = (byte) (mask | length);
        } else if (length <= 0xffff) {
            data[end++] = (byte) (mask | 126);
            data[end++] = (byte) (length >> 8);
            data[end++] = (byte) length;
        } else {
            data[end++] = (byte) (mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                data[end++] = (byte) ((long) length >>> shift);
            }
        }
        int key = 0;
        if (masked) {
            key = keys.nextInt();
            for (int shift = 0; shift < 32; shift += 8) {
                data[end++] = (byte) (key >>> shift);
            }
        }
        System.arraycopy(bytes, offset, data, end, length);
        if (masked) {
            WebSocketInput.xor(data, end, length, key);
        }
        end += length;
    }

    /** Bytes that wait to be written. */
    public int pendingBytes() {
        return end - start;
    }

    /**
     * Writes what the channel takes.
     *
     * @return whether all was written
     */
    public boolean flush(SocketChannel channel) throws IOException {
        if (start < end) {
            start += channel.write(buffer.limit(end).position(start));
        }
        if (start < end) {
            return false;
        }
        start = 0;
        end = 0;
        return true;
    }

    private void reserve(int bytes) {
        if (end + bytes <= data.length) {
            return;
        }
        int length = end - start;
        if (length + bytes <= data.length) {
            System.arraycopy(data, start, data, 0, length);
        } else {
            byte[] larger =
                    Arrays.copyOf(Arrays.copyOfRange(data, start, end), Math.max(data.length * 2, length + bytes));
            data = larger;
            buffer = ByteBuffer.wrap(data);
        }
        start = 0;
        end = length;
    }
}
