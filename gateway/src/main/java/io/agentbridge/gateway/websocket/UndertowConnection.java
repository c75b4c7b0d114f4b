package io.agentbridge.gateway.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * A WebSocket on a connection that Undertow has upgraded: its life from the first event to the last close. {@link SocketReader} and
 * {@link SocketWriter} are its halves. All work is done on the connection's I/O thread; other threads only leave {@link Signals}. One
 * readiness event reads and handles a bounded amount, then everything that it caused leaves with one write.
 */
final class UndertowConnection implements WebSocketConnection {
    private static final System.Logger LOG = System.getLogger(UndertowConnection.class.getName());
    private static final int MAX_CONTROL_BYTES = 125;

    /** What an event does first. */
    interface Work {
        void run() throws IOException;
    }

    private final StreamConnection stream;
    private final XnioIoThread thread;
    private final long closeTimeoutMillis;
    private final WebSocketHandler handler;
    private final SocketReader reader;
    private final SocketWriter writer;
    private final Signals signals = new Signals();

    // Only the I/O thread touches what follows.
    private ConnectionState state = ConnectionState.OPEN;
    private boolean inEvent;
    private int closeCode = CloseCodes.ABNORMAL;
    private XnioExecutor.@Nullable Key closeTimer;

    /** On the I/O thread of the stream. {@code deflates} if permessage-deflate was negotiated. */
    UndertowConnection(
            StreamConnection stream,
            WebSocketLimits limits,
            IoBuffers buffers,
            boolean deflates,
            Function<WebSocketConnection, WebSocketHandler> session) {
        this.stream = stream;
        this.thread = stream.getIoThread();
        this.closeTimeoutMillis = limits.closeTimeoutMillis();
        this.handler = session.apply(this);
        this.reader = new SocketReader(this, stream, limits, buffers, deflates ? buffers.inflaters() : null);
        this.writer = new SocketWriter(
                stream.getSinkChannel(), handler, limits, buffers, deflates ? buffers.deflation() : null);
    }

    void start() {
        writer.start(channel -> event(() -> {}));
        reader.start();
    }

    // ---- signals, from any thread

    @Override
    public void wake() {
        signal(Signals.WAKE);
    }

    @Override
    public void resume() {
        signal(Signals.RESUME);
    }

    @Override
    public void close(int code, String reason) {
        if (signals.requestClose(new Signals.CloseRequest(code, reason))) {
            signal(Signals.CLOSE);
        }
    }

    @Override
    public void ping(ByteBuffer payload) {
        byte[] data = new byte[payload.remaining()];
        payload.duplicate().get(data);
        if (data.length > MAX_CONTROL_BYTES) {
            throw new IllegalArgumentException(
                    "a ping holds at most " + MAX_CONTROL_BYTES + " bytes, not " + data.length);
        }
        later(() -> writer.control(Opcode.PING, data, 0, data.length));
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    private void signal(int signal) {
        boolean first = signals.leave(signal);
        boolean seenAtEndOfEvent = Thread.currentThread() == thread && inEvent;
        if (first && !seenAtEndOfEvent) {
            later(() -> {});
        }
    }

    // ---- events, on the I/O thread

    /** Runs an event of its own after those that wait already. Any thread. */
    void later(Work work) {
        thread.execute(() -> event(work));
    }

    /** Runs one event of this connection: its work, then the signals left meanwhile, then the output. */
    void event(Work work) {
        if (state == ConnectionState.CLOSED) {
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
        if (signals.arePresent() && state != ConnectionState.CLOSED) {
            later(() -> {});
        }
    }

    private void failAfterBug() {
        try {
            reader.forgetUnparsed();
            writer.stopFilling();
            fail(CloseCodes.INTERNAL_ERROR, "internal error");
            flush();
        } catch (IOException | RuntimeException again) {
            LOG.log(Level.DEBUG, "a failed WebSocket could not be closed in order", again);
            cut();
        }
    }

    /** Once an event: a session that refuses and resumes in one breath must not keep the thread. */
    private void handleSignals() {
        int left = signals.take();
        if ((left & Signals.RESUME) != 0) {
            reader.resume();
            left |= signals.takeBut(Signals.RESUME);
        }
        if ((left & Signals.WAKE) != 0) {
            writer.wantFill();
        }
        Signals.CloseRequest request = signals.closeRequest();
        if (request != null && state == ConnectionState.OPEN) {
            beginClose(request);
        }
    }

    private void flush() throws IOException {
        if (state == ConnectionState.CLOSED || !writer.flush(state != ConnectionState.OPEN)) {
            return;
        }
        if (state == ConnectionState.FINISHING) {
            cut();
        } else if (state == ConnectionState.FAILED) {
            writer.shutdown();
        }
    }

    // ---- what the reader finds

    void alive() {
        if (state == ConnectionState.OPEN) {
            handler.alive();
        }
    }

    /** Whether nothing that comes in matters any more. */
    boolean ignoresInput() {
        return state == ConnectionState.FAILED || state == ConnectionState.FINISHING;
    }

    /** False if the session does not take the message now. */
    boolean offer(byte[] data, int offset, int length, boolean binary) {
        boolean open = state == ConnectionState.OPEN && signals.closeRequest() == null;
        return !open || handler.message(data, offset, length, binary);
    }

    void pong(byte[] data, int offset, int length) {
        if (state == ConnectionState.OPEN) {
            writer.control(Opcode.PONG, data, offset, length);
        }
    }

    void peerCloses(int code) {
        closeCode = code;
        if (state == ConnectionState.OPEN) {
            writer.close(code, "");
            startCloseTimer();
        }
        state = ConnectionState.FINISHING;
    }

    // ---- closing

    private void beginClose(Signals.CloseRequest request) {
        state = ConnectionState.CLOSING;
        handler.closing();
        writer.wantFill();
        writer.close(request.code(), request.reason());
        startCloseTimer();
        reader.skipRefused();
    }

    void fail(int code, String reason) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        closeCode = code;
        state = ConnectionState.FAILED;
        writer.close(code, reason);
        reader.readToTheEnd();
        startCloseTimer();
    }

    private void startCloseTimer() {
        if (closeTimer == null) {
            closeTimer = thread.executeAfter(this::cut, closeTimeoutMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Closes the socket now. */
    void cut() {
        IoUtils.safeClose(stream);
        gone();
    }

    /** The socket is closed, by whomever. */
    void gone() {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        state = ConnectionState.CLOSED;
        XnioExecutor.Key timer = closeTimer;
        if (timer != null) {
            timer.remove();
        }
        reader.close();
        writer.clear();
        try {
            handler.closed(closeCode);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "a WebSocket session failed while it was closed", bug);
        }
    }

    /** Bytes that wait because the peer does not read. */
    long pendingBytes() {
        return writer.pendingBytes();
    }
}
