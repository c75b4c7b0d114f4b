package io.agentbridge.gateway.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one message piece by piece, RFC 7692 section 7.2.2. Hands out at most {@link Inflaters#SCRATCH_BYTES} at a time, so that its taker
 * can stop a message that grows too large before it has. Not thread-safe.
 */
final class MessageInflater {
    /** What the sender took off the end. */
    private static final byte[] TAIL = {0x00, 0x00, (byte) 0xFF, (byte) 0xFF};

    /** A sender may end a DEFLATE stream and begin another, section 7.2.3.4, but has no reason to do it all the time. */
    private static final int MAX_STREAMS = 64;

    /** Takes what was inflated, valid during the call. */
    interface Taker {
        void take(byte[] data, int count) throws ProtocolException;
    }

    private final Inflaters shared;
    private final Inflater inflater;
    private int streams = 1;

    MessageInflater(Inflaters shared) {
        this.shared = shared;
        this.inflater = shared.take();
    }

    /** Inflates the next piece of the payload. */
    void inflate(byte[] data, int offset, int count, Taker taker) throws ProtocolException {
        inflater.setInput(data, offset, count);
        try {
            while (true) {
                int inflated = inflater.inflate(shared.scratch());
                if (inflated > 0) {
                    taker.take(shared.scratch(), inflated);
                } else if (inflater.finished() && inflater.getRemaining() > 0) {
                    beginStream(data, offset + count);
                } else {
                    return;
                }
            }
        } catch (DataFormatException damaged) {
            throw notDeflate();
        }
    }

    private void beginStream(byte[] data, int end) throws ProtocolException {
        if (++streams > MAX_STREAMS) {
            throw notDeflate();
        }
        int left = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(data, end - left, left);
    }

    /** The payload is complete: what is still inside comes out, and it is closed. */
    void end(Taker taker) throws ProtocolException {
        inflate(TAIL, 0, TAIL.length, taker);
        close();
    }

    /** Gives the inflater back; the last call. */
    void close() {
        shared.giveBack(inflater);
    }

    /**
     * RFC 7692 names no close code for this. 1007, data that is not what its message says it is, fits RFC 6455 section 7.4.1 best: the
     * frames themselves are in order.
     */
    private static ProtocolException notDeflate() {
        return new ProtocolException(CloseCodes.INVALID_DATA, "a compressed message is not DEFLATE");
    }
}
