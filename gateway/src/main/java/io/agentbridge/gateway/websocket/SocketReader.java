package io.agentbridge.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The inbound half of a connection: reads the socket, has the bytes parsed, and holds what must wait, a message that the session refused and
 * the bytes behind it. One event reads at most {@value #READS_PER_EVENT} times. For the I/O thread.
 */
final class SocketReader implements FrameReceiver {
    private static final int READS_PER_EVENT = 4;

    private final UndertowConnection connection;
    private final ConduitStreamSourceChannel source;
    private final boolean readsUntilEmpty;
    private final int maxFramesPerEvent;
    private final IoBuffers buffers;
    private final FrameParser parser;
    private final Inbound unparsed = new Inbound();

    private byte @Nullable [] refused;
    private boolean refusedBinary;

    /** {@code inflaters} only if permessage-deflate was negotiated. */
    SocketReader(
            UndertowConnection connection,
            StreamConnection stream,
            WebSocketLimits limits,
            IoBuffers buffers,
            @Nullable Inflaters inflaters) {
        this.connection = connection;
        this.source = stream.getSourceChannel();
        this.readsUntilEmpty = stream instanceof org.xnio.ssl.SslConnection;
        this.maxFramesPerEvent = limits.maxFramesPerEvent();
        this.buffers = buffers;
        this.parser = new FrameParser(limits, this, inflaters);
    }

    /** Begins to read; bytes that came together with the upgrade request are found first. */
    void start() {
        source.getReadSetter().set(channel -> connection.event(this::read));
        source.wakeupReads();
    }

    private void read() throws IOException {
        if (refused != null || !unparsed.isEmpty()) {
            source.suspendReads();
            return;
        }
        ByteBuffer into = buffers.read();
        for (int reads = 0; reads < READS_PER_EVENT; reads++) {
            into.clear();
            int count = source.read(into);
            if (count < 0) {
                connection.cut();
                return;
            }
            if (count == 0) {
                return;
            }
            connection.alive();
            byte[] bytes = buffers.bytes();
            unparsed.keep(bytes, parse(bytes, 0, count), count);
            if (refused != null || !unparsed.isEmpty()) {
                pauseOrReadOn();
                return;
            }
            if (count < into.capacity() && !readsUntilEmpty) {
                return;
            }
        }
    }

    /** Parses what it may; the offset of the first byte that must wait. */
    private int parse(byte[] data, int offset, int end) {
        if (connection.ignoresInput()) {
            return end;
        }
        try {
            return parser.parse(data, offset, end, maxFramesPerEvent);
        } catch (ProtocolException broken) {
            connection.fail(broken.code(), broken.reason());
            return end;
        }
    }

    /** Goes on with what was read earlier. */
    private void parseOn() {
        if (refused == null && !unparsed.isEmpty()) {
            unparsed.advance(parse(unparsed.data(), unparsed.offset(), unparsed.end()));
            pauseOrReadOn();
        }
    }

    /** Reads on when all is parsed; lets others have their turn, or waits for {@link #resume}, when not. */
    private void pauseOrReadOn() {
        if (refused != null) {
            source.suspendReads();
        } else if (!unparsed.isEmpty()) {
            source.suspendReads();
            connection.later(this::parseOn);
        } else {
            source.resumeReads();
        }
    }

    /** Offers the refused message again, and goes on behind it. */
    void resume() {
        byte[] message = refused;
        if (message != null) {
            refused = null;
            if (message(message, 0, message.length, refusedBinary)) {
                goOn();
            }
        }
    }

    private void goOn() {
        if (unparsed.isEmpty()) {
            source.resumeReads();
        } else {
            parseOn();
        }
    }

    /** The session takes no more: a refused message is dropped, so that the peer's close frame behind it is found. */
    void skipRefused() {
        if (refused != null) {
            refused = null;
            goOn();
        }
    }

    /** Whatever else comes is only read to reach the peer's end. */
    void readToTheEnd() {
        refused = null;
        source.resumeReads();
    }

    /** Drops what was read and not parsed. */
    void forgetUnparsed() {
        unparsed.clear();
    }

    /** Lets go of everything; the last call. */
    void close() {
        unparsed.clear();
        refused = null;
        parser.close();
    }

    @Override
    public boolean message(byte[] data, int offset, int length, boolean binary) {
        if (connection.offer(data, offset, length, binary)) {
            return true;
        }
        refused = Arrays.copyOfRange(data, offset, offset + length);
        refusedBinary = binary;
        return false;
    }

    @Override
    public void ping(byte[] data, int offset, int length) {
        connection.pong(data, offset, length);
    }

    @Override
    public void pong() {
        // Every read is a sign of life already.
    }

    @Override
    public void closeFrame(int code) {
        connection.peerCloses(code);
    }
}
