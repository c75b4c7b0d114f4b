package io.agentbridge.gateway.websocket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * The outbound half of a connection: asks the session for output while the socket takes it, and writes it, control frames first, the
 * close frame last. One event writes at most {@value #BATCHES_PER_EVENT} batches. For the I/O thread.
 */
final class SocketWriter {
    private static final int BATCHES_PER_EVENT = 8;

    /** How much of what its session still has a closing connection sends before the close frame. */
    private static final int BATCHES_BEFORE_CLOSE = 16;

    private final ConduitStreamSinkChannel sink;
    private final WebSocketHandler handler;
    private final OutboundBatch batch;
    private final @Nullable DeflatingSink deflating;
    private final Outbound outbound;

    private boolean wantsFill;
    private int lastBatches;
    private boolean shut;

    /** {@code deflation} only if permessage-deflate was negotiated. */
    SocketWriter(
            ConduitStreamSinkChannel sink,
            WebSocketHandler handler,
            WebSocketLimits limits,
            IoBuffers buffers,
            @Nullable Deflation deflation) {
        this.sink = sink;
        this.handler = handler;
        this.batch = buffers.batch();
        this.deflating = deflation == null ? null : new DeflatingSink(deflation, batch);
        this.outbound = new Outbound(limits);
    }

    /** Whom to call when the socket takes more. */
    void start(ChannelListener<ConduitStreamSinkChannel> writable) {
        sink.getWriteSetter().set(writable);
    }

    /** The session has something. */
    void wantFill() {
        wantsFill = true;
    }

    /** Asks the session no more, and drops what it put that is not written yet. */
    void stopFilling() {
        wantsFill = false;
    }

    void control(int opcode, byte[] data, int offset, int length) {
        outbound.control(opcode, data, offset, length);
    }

    /** The last frame; only what the session still has goes before it. */
    void close(int code, String reason) {
        outbound.close(FrameEncoder.closeFrame(code, reason));
    }

    /**
     * Writes what there is, as far as the socket takes it.
     *
     * @param closing whether the session's next end of output is its last
     * @return whether everything is out; if not, the writable listener is called when it is time to go on
     */
    boolean flush(boolean closing) throws IOException {
        if (deflating != null) {
            deflating.beginEvent();
        }
        for (int batches = 0; batches < BATCHES_PER_EVENT; batches++) {
            if (!outbound.writeRest(sink)) {
                sink.resumeWrites();
                return false;
            }
            batch.clear();
            boolean more = collect(closing);
            if (!batch.isEmpty() && !outbound.write(batch, sink)) {
                sink.resumeWrites();
                return false;
            }
            if (!more) {
                return flushSocket();
            }
            if (deflating != null && deflating.isSpent()) {
                break;
            }
        }
        // The selector comes back here when the others had their turn.
        sink.resumeWrites();
        return false;
    }

    private boolean flushSocket() throws IOException {
        if (!sink.flush()) {
            sink.resumeWrites();
            return false;
        }
        sink.suspendWrites();
        return true;
    }

    /** Fills the batch; whether there may be more. What a closing connection still has to say leaves before its close frame. */
    private boolean collect(boolean closing) {
        if (outbound.isClosed()) {
            return false;
        }
        outbound.putControls(batch);
        boolean more = false;
        if (wantsFill) {
            more = fill() && (!closing || ++lastBatches < BATCHES_BEFORE_CLOSE);
            wantsFill = more;
        }
        if (closing && !more) {
            outbound.putClose(batch);
        }
        return more;
    }

    /** Whether there may be more. */
    private boolean fill() {
        DeflatingSink through = deflating;
        if (through == null) {
            handler.fill(batch);
            return batch.isFull();
        }
        through.putWaiting();
        if (!through.isFull()) {
            handler.fill(through);
        }
        return through.isFull();
    }

    /** Says to the peer's TCP that nothing follows. */
    void shutdown() throws IOException {
        if (!shut) {
            shut = true;
            sink.shutdownWrites();
            if (!sink.flush()) {
                sink.resumeWrites();
            }
        }
    }

    /** Bytes that wait because the peer does not read. */
    long pendingBytes() {
        return outbound.pendingBytes();
    }

    /** Lets go of everything; the last call. */
    void clear() {
        outbound.clear();
        if (deflating != null) {
            deflating.clear();
        }
    }
}
