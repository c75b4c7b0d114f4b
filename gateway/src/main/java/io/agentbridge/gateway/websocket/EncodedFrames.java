package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;

/** Finds the payloads in frames as {@link FrameEncoder} makes them: unmasked, one behind the other (RFC 6455 section 5.2). */
public final class EncodedFrames {
    private EncodedFrames() {}

    /** Where the payload of the frame at {@code at} begins. */
    public static int payloadOffset(ByteBuffer frames, int at) {
        int form = frames.get(at + 1);
        return at + (form < 126 ? 2 : form == 126 ? 4 : FrameEncoder.MAX_HEADER_BYTES);
    }

    /** How long the payload of the frame at {@code at} is. */
    public static int payloadBytes(ByteBuffer frames, int at) {
        int form = frames.get(at + 1);
        return form < 126
                ? form
                : form == 126 ? frames.getShort(at + 2) & 0xFFFF : Math.toIntExact(frames.getLong(at + 2));
    }
}
