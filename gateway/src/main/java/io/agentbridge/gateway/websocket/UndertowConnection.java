package io.agentbridge.gateway.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A WebSocket on a connection that Undertow has upgraded. All work is done on the connection's I/O thread; other threads only leave
 * signals. One readiness event reads at most {@value #READS_PER_EVENT} times and handles a bounded number of frames, then everything that
 * it caused leaves with one write.
 */
final class UndertowConnection implements WebSocketConnection, FrameReceiver {
    private static final System.Logger LOG = System.getLogger(UndertowConnection.class.getName());
    private static final int READS_PER_EVENT = 4;
    private static final int BATCHES_PER_EVENT = 8;

    /** How much of what its session still has a closing connection sends before the close frame. */
    private static final int BATCHES_BEFORE_CLOSE = 16;

    private static final int WAKE = 1;
    private static final int RESUME = 2;
    private static final int CLOSE = 4;

    private enum State {
        OPEN,
        /** Our close frame is out or on its way; the peer's is awaited. */
        CLOSING,
        /** The connection failed: our close frame goes out, what comes in is thrown away until the peer's end. */
        FAILED,
        /** Both close frames exist: the socket is closed as soon as ours is written. */
        FINISHING,
        CLOSED
    }

    private record CloseRequest(int code, String reason) {}

    private final StreamConnection stream;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final XnioIoThread thread;
    private final boolean readsUntilEmpty;
    private final WebSocketLimits limits;
    private final IoBuffers buffers;
    private final FrameParser parser;
    private final Inbound unparsed = new Inbound();
    private final Outbound outbound;
    private final WebSocketHandler handler;

    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<@Nullable CloseRequest> closeRequest = new AtomicReference<>();

    // Only the I/O thread touches what follows.
    private State state = State.OPEN;
    private boolean inEvent;
    private boolean wantsFill;
    private int lastBatches;
    private boolean outputShut;
    private byte @Nullable [] refused;
    private boolean refusedBinary;
    private int closeCode = CloseCodes.ABNORMAL;
    private XnioExecutor.@Nullable Key closeTimer;

    /** On the I/O thread of the stream. */
    UndertowConnection(
            StreamConnection stream,
            WebSocketLimits limits,
            IoBuffers buffers,
            Function<WebSocketConnection, WebSocketHandler> session) {
        this.stream = stream;
        this.source = stream.getSourceChannel();
        this.sink = stream.getSinkChannel();
        this.thread = stream.getIoThread();
        this.readsUntilEmpty = stream instanceof org.xnio.ssl.SslConnection;
        this.limits = limits;
        this.buffers = buffers;
        this.parser = new FrameParser(limits, this);
        this.outbound = new Outbound(limits);
        this.handler = session.apply(this);
    }

    /** Begins to read; bytes that came together with the upgrade request are found first. */
    void start() {
        source.getReadSetter().set(channel -> event(this::read));
        sink.getWriteSetter().set(channel -> event(() -> {}));
        source.wakeupReads();
    }

    // ---- signals, from any thread

    @Override
    public void wake() {
        signal(WAKE);
    }

    @Override
    public void resume() {
        signal(RESUME);
    }

    @Override
    public void close(int code, String reason) {
        if (closeRequest.compareAndSet(null, new CloseRequest(code, reason))) {
            signal(CLOSE);
        }
    }

    @Override
    public void ping(ByteBuffer payload) {
        byte[] data = new byte[payload.remaining()];
        payload.duplicate().get(data);
        if (data.length > 125) {
            throw new IllegalArgumentException("a ping holds at most 125 bytes, not " + data.length);
        }
        execute(() -> event(() -> outbound.control(Opcode.PING, data, 0, data.length)));
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    private void signal(int bit) {
        int before = signals.getAndUpdate(bits -> bits | bit);
        boolean seenAtEndOfEvent = Thread.currentThread() == thread && inEvent;
        if (before == 0 && !seenAtEndOfEvent) {
            thread.execute(() -> event(() -> {}));
        }
    }

    // ---- events, on the I/O thread

    private interface Work {
        void run() throws IOException;
    }

    /** Runs one event of this connection: its work, then the signals left meanwhile, then the output. */
    private void event(Work work) {
        if (state == State.CLOSED) {
            return;
        }
        inEvent = true;
        try {
            work.run();
            handleSignals();
            flush();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a WebSocket broke", gone);
            cut();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "a WebSocket session failed; its connection is closed", bug);
            failAfterBug();
        } finally {
            inEvent = false;
        }
        if (signals.get() != 0 && state != State.CLOSED) {
            thread.execute(() -> event(() -> {}));
        }
    }

    private void failAfterBug() {
        try {
            unparsed.clear();
            wantsFill = false;
            fail(CloseCodes.INTERNAL_ERROR, "internal error");
            flush();
        } catch (IOException | RuntimeException again) {
            LOG.log(Level.DEBUG, "a failed WebSocket could not be closed in order", again);
            cut();
        }
    }

    /** Once an event: a session that refuses and resumes in one breath must not keep the thread. */
    private void handleSignals() {
        int bits = signals.getAndSet(0);
        if ((bits & RESUME) != 0) {
            resumeReading();
            bits |= signals.getAndUpdate(left -> left & RESUME);
        }
        wantsFill |= (bits & WAKE) != 0;
        CloseRequest request = closeRequest.get();
        if (request != null && state == State.OPEN) {
            beginClose(request);
        }
    }

    // ---- reading

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
                cut();
                return;
            }
            if (count == 0) {
                return;
            }
            if (state == State.OPEN) {
                handler.alive();
            }
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
        if (state == State.FAILED || state == State.FINISHING) {
            return end;
        }
        try {
            return parser.parse(data, offset, end, limits.maxFramesPerEvent());
        } catch (ProtocolException broken) {
            fail(broken.code(), broken.reason());
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
            thread.execute(() -> event(this::parseOn));
        } else {
            source.resumeReads();
        }
    }

    private void resumeReading() {
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

    @Override
    public boolean message(byte[] data, int offset, int length, boolean binary) {
        if (state != State.OPEN || closeRequest.get() != null || handler.message(data, offset, length, binary)) {
            return true;
        }
        refused = Arrays.copyOfRange(data, offset, offset + length);
        refusedBinary = binary;
        return false;
    }

    @Override
    public void ping(byte[] data, int offset, int length) {
        if (state == State.OPEN) {
            outbound.control(Opcode.PONG, data, offset, length);
        }
    }

    @Override
    public void pong() {
        // Every read is a sign of life already.
    }

    @Override
    public void closeFrame(int code) {
        closeCode = code;
        if (state == State.OPEN) {
            outbound.close(FrameEncoder.closeFrame(code, ""));
            startCloseTimer();
        }
        state = State.FINISHING;
    }

    // ---- closing

    private void beginClose(CloseRequest request) {
        state = State.CLOSING;
        outbound.close(FrameEncoder.closeFrame(request.code, request.reason));
        startCloseTimer();
        if (refused != null) {
            refused = null;
            goOn();
        }
    }

    private void fail(int code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        closeCode = code;
        state = State.FAILED;
        outbound.close(FrameEncoder.closeFrame(code, reason));
        refused = null;
        source.resumeReads();
        startCloseTimer();
    }

    private void startCloseTimer() {
        if (closeTimer == null) {
            closeTimer = thread.executeAfter(this::cut, limits.closeTimeoutMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Closes the socket now. */
    private void cut() {
        IoUtils.safeClose(stream);
        gone();
    }

    /** The socket is closed, by whomever. */
    void gone() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        XnioExecutor.Key timer = closeTimer;
        if (timer != null) {
            timer.remove();
        }
        outbound.clear();
        unparsed.clear();
        refused = null;
        try {
            handler.closed(closeCode);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "a WebSocket session failed while it was closed", bug);
        }
    }

    // ---- writing

    private void flush() throws IOException {
        for (int batches = 0; batches < BATCHES_PER_EVENT; batches++) {
            if (state == State.CLOSED) {
                return;
            }
            if (!outbound.writeRest(sink)) {
                sink.resumeWrites();
                return;
            }
            OutboundBatch batch = buffers.batch();
            batch.clear();
            boolean more = collect(batch);
            if (!batch.isEmpty() && !outbound.write(batch, sink)) {
                sink.resumeWrites();
                return;
            }
            if (!more) {
                afterOutput();
                return;
            }
        }
        // The selector comes back here when the others had their turn.
        sink.resumeWrites();
    }

    /** Fills the batch; whether there may be more. What a closing connection still has to say leaves before its close frame. */
    private boolean collect(OutboundBatch batch) {
        if (outbound.isClosed()) {
            return false;
        }
        outbound.putControls(batch);
        boolean more = false;
        if (wantsFill) {
            handler.fill(batch);
            more = batch.isFull() && (state == State.OPEN || ++lastBatches < BATCHES_BEFORE_CLOSE);
            wantsFill = more;
        }
        if (state != State.OPEN && !more) {
            outbound.putClose(batch);
        }
        return more;
    }

    private void afterOutput() throws IOException {
        if (!sink.flush()) {
            sink.resumeWrites();
            return;
        }
        sink.suspendWrites();
        if (state == State.FINISHING) {
            cut();
        } else if (state == State.FAILED && !outputShut) {
            outputShut = true;
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
}
