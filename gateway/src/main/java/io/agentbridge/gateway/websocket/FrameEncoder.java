package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a server sends them: final, unmasked, no extension bits unless asked for (RFC 6455 section 5.2). */
public final class FrameEncoder {
    /** The longest header of an unmasked frame. */
    public static final int MAX_HEADER_BYTES = 10;

    private static final int FINAL = 0x80;
    private static final int MAX_REASON_BYTES = 123;

    private FrameEncoder() {}

    /** How long the header of a frame of this many payload bytes is: 2, 4 or 10. */
    public static int headerBytes(int payloadBytes) {
        return payloadBytes < 126 ? 2 : payloadBytes <= 0xFFFF ? 4 : MAX_HEADER_BYTES;
    }

    /** Puts the header of a text frame of this many payload bytes. */
    public static void putTextHeader(ByteBuffer into, int payloadBytes) {
        putHeader(into, Opcode.TEXT, payloadBytes);
    }

    /** A whole text frame. */
    public static ByteBuffer textFrame(byte[] data, int offset, int length) {
        ByteBuffer frame = ByteBuffer.allocate(headerBytes(length) + length);
        putTextHeader(frame, length);
        return frame.put(data, offset, length).flip();
    }

    static void putHeader(ByteBuffer into, int opcode, int payloadBytes) {
        putFragmentHeader(into, FINAL | opcode, payloadBytes);
    }

    /** A header whose first byte is given: which fragment it is, whether it is compressed, its opcode. */
    static void putFragmentHeader(ByteBuffer into, int firstByte, int payloadBytes) {
        into.put((byte) firstByte);
        if (payloadBytes < 126) {
            into.put((byte) payloadBytes);
        } else if (payloadBytes <= 0xFFFF) {
            into.put((byte) 126).putShort((short) payloadBytes);
        } else {
            into.put((byte) 127).putLong(payloadBytes);
        }
    }

    /** A whole control frame. */
    static byte[] controlFrame(int opcode, byte[] data, int offset, int length) {
        if (length > 125) {
            throw new IllegalArgumentException("a control frame holds at most 125 bytes, not " + length);
        }
        ByteBuffer frame = ByteBuffer.allocate(2 + length);
        putHeader(frame, opcode, length);
        frame.put(data, offset, length);
        return frame.array();
    }

    /** A close frame; codes that are only for reports make an empty one. A long reason is cut at a character. */
    static byte[] closeFrame(int code, String reason) {
        if (!CloseCodes.isValidOnWire(code)) {
            return controlFrame(Opcode.CLOSE, new byte[0], 0, 0);
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = text.length;
        if (length > MAX_REASON_BYTES) {
            length = MAX_REASON_BYTES;
            while ((text[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        ByteBuffer payload = ByteBuffer.allocate(2 + length);
        payload.putShort((short) code).put(text, 0, length);
        return controlFrame(Opcode.CLOSE, payload.array(), 0, payload.capacity());
    }
}
