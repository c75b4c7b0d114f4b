package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Deflates for all connections of one I/O thread: because no context is taken over, none of them needs a deflater of its own (200 KB of
 * native memory each). For its I/O thread.
 */
final class Deflation {
    /** The most that is deflated at once; also DEFLATE's window, so a longer slice would hardly become smaller. */
    static final int SLICE_BYTES = 32 << 10;

    /** The empty block with which a flush ends, RFC 7692 section 7.2.1. */
    static final int FLUSH_BYTES = 4;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteBuffer deflated = ByteBuffer.allocateDirect(SLICE_BYTES + SLICE_BYTES / 4);

    /**
     * Deflates one slice, of at most {@link #SLICE_BYTES}, without regard to those before: what comes out of several slices, one behind
     * the other, is what comes out of all of them.
     *
     * @return whole bytes, valid until the next call; the last {@link #FLUSH_BYTES} are the flush's
     */
    ByteBuffer deflate(ByteBuffer slice) {
        deflater.reset();
        deflater.setInput(slice);
        deflated.clear();
        deflater.deflate(deflated, Deflater.SYNC_FLUSH);
        if (slice.hasRemaining() || !deflated.hasRemaining() || deflated.position() <= FLUSH_BYTES) {
            throw new IllegalStateException("DEFLATE made " + deflated.position() + " bytes of " + slice.position());
        }
        return deflated.flip();
    }
}
