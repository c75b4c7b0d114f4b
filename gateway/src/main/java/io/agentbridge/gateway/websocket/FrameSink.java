package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;

/** Where a session puts output; everything put in one fill leaves with one gathering write. */
public interface FrameSink {
    /** Whether more should wait for the next fill. What is put nevertheless is taken. */
    boolean isFull();

    /** Puts complete, unmasked frames as they are, shared with other connections: the buffer's content is never changed. */
    void putFrames(ByteBuffer frames);

    /** Puts one text message; the sink makes its frame header. */
    void putText(byte[] data, int offset, int length);
}
