package io.agentbridge.gateway.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames' payloads, RFC 6455 section 5.4: fragments put together, compressed ones inflated, text checked to be UTF-8, and
 * every limit kept: of what is held, not of what is announced. Not thread-safe.
 */
final class MessageAssembler {
    /** How many inflated bytes are as much work as a frame. */
    private static final int BYTES_LIKE_A_FRAME = 16 << 10;

    private final int maxMessageBytes;
    private final int maxFragments;
    private final FrameReceiver receiver;
    private final @Nullable Inflaters inflaters;
    private final Utf8Validator utf8 = new Utf8Validator();
    private final MessageBuffer held = new MessageBuffer();

    /** The message's opcode, or CONTINUATION for none. */
    private int opcode = Opcode.CONTINUATION;

    private int fragments;
    private long payloadBytes;
    private @Nullable MessageInflater inflater;
    private int extraWork;

    /** {@code inflaters} only if permessage-deflate was negotiated. */
    MessageAssembler(WebSocketLimits limits, FrameReceiver receiver, @Nullable Inflaters inflaters) {
        this.maxMessageBytes = limits.maxMessageBytes();
        this.maxFragments = limits.maxFragments();
        this.receiver = receiver;
        this.inflaters = inflaters;
    }

    /** The first frame of a message. */
    void begin(int messageOpcode, boolean compressed) throws ProtocolException {
        if (opcode != Opcode.CONTINUATION) {
            throw new ProtocolException(CloseCodes.PROTOCOL_ERROR, "a message begins inside another");
        }
        opcode = messageOpcode;
        fragments = 1;
        payloadBytes = 0;
        utf8.reset();
        Inflaters shared = inflaters;
        if (compressed && shared != null) {
            inflater = new MessageInflater(shared);
        }
    }

    /** A further frame of the message. */
    void goOn() throws ProtocolException {
        if (opcode == Opcode.CONTINUATION) {
            throw new ProtocolException(CloseCodes.PROTOCOL_ERROR, "a continuation without a message to continue");
        }
        if (++fragments > maxFragments) {
            throw new ProtocolException(
                    CloseCodes.TOO_BIG, "a message may have at most " + maxFragments + " fragments");
        }
    }

    /** Refuses a frame by the length that its header announces. */
    void checkSize(long frameBytes) throws ProtocolException {
        long most = inflater == null ? maxMessageBytes : maxDeflatedBytes(maxMessageBytes);
        if (frameBytes > most - payloadBytes) {
            throw tooBig();
        }
        payloadBytes += frameBytes;
    }

    /** What no compressor needs more than for a message of that many bytes, with room for some flushes. */
    private static long maxDeflatedBytes(int messageBytes) {
        return messageBytes + messageBytes / 8L + 1024;
    }

    private ProtocolException tooBig() {
        return new ProtocolException(CloseCodes.TOO_BIG, "a message may have at most " + maxMessageBytes + " bytes");
    }

    /** Whether {@link #whole} will do, if the frame at hand is the last. */
    boolean canBeWhole() {
        return fragments == 1 && inflater == null;
    }

    /** The message lies here, whole; false if it was refused. */
    boolean whole(byte[] data, int offset, int length) throws ProtocolException {
        boolean binary = opcode == Opcode.BINARY;
        if (!binary && !(utf8.accept(data, offset, length) && utf8.isComplete())) {
            throw notUtf8();
        }
        opcode = Opcode.CONTINUATION;
        return receiver.message(data, offset, length, binary);
    }

    /**
     * Takes a piece of the payload.
     *
     * @param announced how much of the frame is still to come, this included
     */
    void append(byte[] data, int offset, int count, int announced) throws ProtocolException {
        MessageInflater compressed = inflater;
        if (compressed == null) {
            keep(data, offset, count, announced);
        } else {
            compressed.inflate(data, offset, count, this::keepInflated);
        }
    }

    private void keepInflated(byte[] data, int count) throws ProtocolException {
        if (count > maxMessageBytes - held.length()) {
            throw tooBig();
        }
        keep(data, 0, count, count);
    }

    private void keep(byte[] data, int offset, int count, int announced) throws ProtocolException {
        if (opcode == Opcode.TEXT && !utf8.accept(data, offset, count)) {
            throw notUtf8();
        }
        held.append(data, offset, count, announced, maxMessageBytes);
    }

    /** The last frame's payload is complete; false if the message was refused. */
    boolean end() throws ProtocolException {
        MessageInflater compressed = inflater;
        if (compressed != null) {
            compressed.end(this::keepInflated);
            inflater = null;
            extraWork = held.length() / BYTES_LIKE_A_FRAME;
        }
        boolean binary = opcode == Opcode.BINARY;
        if (!binary && !utf8.isComplete()) {
            throw notUtf8();
        }
        opcode = Opcode.CONTINUATION;
        int size = held.length();
        return receiver.message(held.release(), 0, size, binary);
    }

    /** How many frames' worth of work was done beyond the frames themselves, since this was last asked. */
    int takeExtraWork() {
        int work = extraWork;
        extraWork = 0;
        return work;
    }

    /** Lets go of a message that will not be finished. */
    void close() {
        MessageInflater compressed = inflater;
        if (compressed != null) {
            inflater = null;
            compressed.close();
        }
        var _ = held.release();
    }

    private static ProtocolException notUtf8() {
        return new ProtocolException(CloseCodes.INVALID_DATA, "a text message is not UTF-8");
    }
}
