package io.agentbridge.gateway.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a client's bytes into frames, RFC 6455 section 5, wherever reads happened to split them; {@link MessageAssembler} makes messages of
 * them. A message that lies whole in one frame and one read is unmasked where it lies and handed out without a copy. Every limit is
 * checked on the frame header, before a byte of the payload is kept. Not thread-safe.
 */
final class FrameParser {
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;

    private enum Expecting {
        FIRST_BYTE,
        LENGTH,
        EXTENDED_LENGTH,
        MASK,
        PAYLOAD,
        NOTHING
    }

    private final FrameReceiver receiver;
    private final boolean mayBeCompressed;
    private final MessageAssembler message;

    private Expecting expecting = Expecting.FIRST_BYTE;

    // The frame at hand.
    private boolean last;
    private int opcode;
    private int headerBytesLacking;
    private int lengthForm;
    private long length;
    private int key;
    private int received;
    private byte @Nullable [] control;

    /** {@code inflaters} only if permessage-deflate was negotiated. */
    FrameParser(WebSocketLimits limits, FrameReceiver receiver, @Nullable Inflaters inflaters) {
        this.receiver = receiver;
        this.mayBeCompressed = inflaters != null;
        this.message = new MessageAssembler(limits, receiver, inflaters);
    }

    /**
     * Takes bytes, which it may change, until they end, a message is refused, a close frame came or {@code maxFrames} are complete.
     *
     * @return the offset of the first byte not taken
     */
    int parse(byte[] data, int offset, int end, int maxFrames) throws ProtocolException {
        int at = offset;
        int frames = 0;
        boolean accepted = true;
        while (accepted && frames < maxFrames) {
            if (expecting == Expecting.NOTHING) {
                return end;
            }
            if (expecting != Expecting.PAYLOAD) {
                at = header(data, at, end);
                if (expecting != Expecting.PAYLOAD) {
                    return at;
                }
            }
            int lacking = (int) length - received;
            int available = end - at;
            if (available < lacking) {
                keep(data, at, available);
                return end;
            }
            accepted = Opcode.isControl(opcode) ? endControl(data, at, lacking) : endData(data, at, lacking);
            at += lacking;
            frames += 1 + message.takeExtraWork();
        }
        return at;
    }

    /** Lets go of a message that will not be finished. */
    void close() {
        message.close();
    }

    private int header(byte[] data, int offset, int end) throws ProtocolException {
        int at = offset;
        while (at < end && expecting != Expecting.PAYLOAD) {
            int next = data[at++] & 0xFF;
            switch (expecting) {
                case FIRST_BYTE -> firstByte(next);
                case LENGTH -> length(next);
                case EXTENDED_LENGTH -> {
                    length = (length << Byte.SIZE) | next;
                    if (--headerBytesLacking == 0) {
                        checkExtendedLength();
                        expectMask();
                    }
                }
                case MASK -> {
                    key = (key >>> Byte.SIZE) | (next << 24);
                    if (--headerBytesLacking == 0) {
                        received = 0;
                        expecting = Expecting.PAYLOAD;
                    }
                }
                case PAYLOAD, NOTHING -> throw new IllegalStateException("no header byte is expected here");
            }
        }
        return at;
    }

    private void firstByte(int first) throws ProtocolException {
        last = (first & FINAL) != 0;
        opcode = first & 0x0F;
        boolean compressed = (first & RESERVED) == COMPRESSED && mayBeCompressed;
        if ((first & RESERVED) != 0 && !compressed) {
            throw error("a reserved bit is set that no negotiated extension has a use for");
        }
        if (compressed && opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
            throw error("only the first frame of a message may be marked as compressed");
        }
        if (!Opcode.isKnown(opcode)) {
            throw error("opcode " + opcode + " is reserved");
        }
        if (Opcode.isControl(opcode)) {
            if (!last) {
                throw error("a control frame is fragmented");
            }
        } else if (opcode == Opcode.CONTINUATION) {
            message.goOn();
        } else {
            message.begin(opcode, compressed);
        }
        expecting = Expecting.LENGTH;
    }

    private void length(int second) throws ProtocolException {
        if ((second & MASKED) == 0) {
            throw error("a client's frame is not masked");
        }
        lengthForm = second & 0x7F;
        if (lengthForm > 125 && Opcode.isControl(opcode)) {
            throw error("a control frame is longer than 125 bytes");
        }
        if (lengthForm < 126) {
            length = lengthForm;
            checkSize();
            expectMask();
        } else {
            length = 0;
            headerBytesLacking = lengthForm == 126 ? Short.BYTES : Long.BYTES;
            expecting = Expecting.EXTENDED_LENGTH;
        }
    }

    private void checkExtendedLength() throws ProtocolException {
        if (length < 0) {
            throw error("the top bit of a 64-bit length is set");
        }
        if (length <= (lengthForm == 126 ? 125 : 0xFFFF)) {
            throw error("a length is not in its shortest form");
        }
        checkSize();
    }

    private void checkSize() throws ProtocolException {
        if (!Opcode.isControl(opcode)) {
            message.checkSize(length);
        }
    }

    private void expectMask() {
        headerBytesLacking = Integer.BYTES;
        expecting = Expecting.MASK;
    }

    /** Takes a part of a payload whose rest is still on its way. */
    private void keep(byte[] data, int at, int available) throws ProtocolException {
        if (available == 0) {
            return;
        }
        if (Opcode.isControl(opcode)) {
            System.arraycopy(data, at, controlBuffer(), received, available);
        } else {
            append(data, at, available);
        }
        received += available;
    }

    private byte[] controlBuffer() {
        byte[] buffer = control;
        if (buffer == null) {
            buffer = new byte[125];
            control = buffer;
        }
        return buffer;
    }

    private void append(byte[] data, int at, int count) throws ProtocolException {
        Unmasker.unmask(data, at, count, key, received);
        message.append(data, at, count, (int) length - received);
    }

    private boolean endData(byte[] data, int at, int count) throws ProtocolException {
        expecting = Expecting.FIRST_BYTE;
        if (last && received == 0 && message.canBeWhole()) {
            Unmasker.unmask(data, at, count, key, 0);
            return message.whole(data, at, count);
        }
        append(data, at, count);
        return !last || message.end();
    }

    private boolean endControl(byte[] data, int at, int count) throws ProtocolException {
        expecting = Expecting.FIRST_BYTE;
        byte[] payload = data;
        int from = at;
        int size = (int) length;
        if (received > 0) {
            payload = controlBuffer();
            from = 0;
            System.arraycopy(data, at, payload, received, count);
        }
        Unmasker.unmask(payload, from, size, key, 0);
        switch (opcode) {
            case Opcode.PING -> receiver.ping(payload, from, size);
            case Opcode.PONG -> receiver.pong();
            case Opcode.CLOSE -> {
                int code = closeCode(payload, from, size);
                expecting = Expecting.NOTHING;
                receiver.closeFrame(code);
            }
            default -> throw new IllegalStateException("not a control frame: " + opcode);
        }
        return true;
    }

    private static int closeCode(byte[] payload, int from, int size) throws ProtocolException {
        if (size == 0) {
            return CloseCodes.NO_STATUS;
        }
        if (size == 1) {
            throw error("a close frame holds half a code");
        }
        int code = ((payload[from] & 0xFF) << Byte.SIZE) | (payload[from + 1] & 0xFF);
        if (!CloseCodes.isValidOnWire(code)) {
            throw error("close code " + code + " must not be sent");
        }
        Utf8Validator reason = new Utf8Validator();
        if (!reason.accept(payload, from + 2, size - 2) || !reason.isComplete()) {
            throw new ProtocolException(CloseCodes.INVALID_DATA, "a close reason is not UTF-8");
        }
        return code;
    }

    private static ProtocolException error(String reason) {
        return new ProtocolException(CloseCodes.PROTOCOL_ERROR, reason);
    }
}
