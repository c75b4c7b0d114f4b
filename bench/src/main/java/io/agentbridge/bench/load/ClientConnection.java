package io.agentbridge.bench.load;

import io.agentbridge.bench.websocket.Handshake;
import io.agentbridge.bench.websocket.WebSocketInput;
import io.agentbridge.bench.websocket.WebSocketOutput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One WebSocket of the generator: connects, shakes hands, and lets its conversation speak. Used by one thread. */
final class ClientConnection implements WebSocketInput.Listener, Conversation.TextSink, Conversation.Answers {
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int MAX_PENDING_BYTES = 8 << 20;

    private final Conversation conversation;
    private final Recorder recorder;
    private final Outstanding outstanding = new Outstanding();
    private final WebSocketInput input = new WebSocketInput(MAX_MESSAGE_BYTES);
    private final WebSocketOutput output = new WebSocketOutput(true);
    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean upgraded;
    private boolean broken;
    private long nextNumber;
    private long nowNanos;

    /** Begins to connect. */
    ClientConnection(URI server, Conversation conversation, Recorder recorder, Selector selector) throws IOException {
        this.conversation = conversation;
        this.recorder = recorder;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        String path = server.getRawPath().isEmpty() ? "/" : server.getRawPath();
        output.putBytes(Handshake.request(server.getHost(), server.getPort(), path));
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(new InetSocketAddress(server.getHost(), server.getPort()))) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    boolean isReady() {
        return upgraded && !broken && conversation.isReady();
    }

    boolean isBroken() {
        return broken;
    }

    /** How many requests wait for their answer. */
    int outstanding() {
        return outstanding.count();
    }

    /** Puts a request that was due at {@code due}; {@link #flush} sends it. */
    void request(long due, long now) {
        if (broken || output.pendingBytes() > MAX_PENDING_BYTES || !outstanding.add(nextNumber, due)) {
            recorder.lost(due, now);
            return;
        }
        conversation.request(nextNumber, this);
        nextNumber++;
        recorder.sent(due, now);
    }

    /** Reads and writes what is possible. */
    void ready() {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
            } else if (key.isReadable()) {
                read();
            }
            flushOutput();
        } catch (IOException e) {
            fail("The connection broke: " + e.getMessage());
        }
    }

    /** Sends what was put. */
    void flush() {
        try {
            flushOutput();
        } catch (IOException e) {
            fail("The connection broke: " + e.getMessage());
        }
    }

    private void flushOutput() throws IOException {
        if (broken || !channel.isConnected()) {
            return;
        }
        int wanted = output.flush(channel) ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    private void read() throws IOException {
        int count = input.read(channel);
        nowNanos = System.nanoTime();
        if (!upgraded) {
            Optional<String> head = input.takeHead();
            if (head.isPresent()) {
                Handshake.check(head.get());
                upgraded = true;
                conversation.opened(this);
            }
        }
        if (upgraded) {
            input.deliver(this);
        }
        if (count < 0 && !broken) {
            fail("The server ended the connection");
        }
    }

    /** Counts what still waits as lost. */
    void giveUp(long now) {
        for (long due : outstanding.due()) {
            recorder.lost(due, now);
        }
    }

    /** Says good-bye as far as the socket takes it at once, and closes. */
    void close() throws IOException {
        if (upgraded && !broken) {
            broken = true;
            conversation.finish(this);
            output.putClose(1000);
            output.flush(channel);
        }
        channel.close();
    }

    private void fail(String reason) {
        broken = true;
        key.cancel();
        recorder.failed(reason);
    }

    @Override
    public void message(byte[] bytes, int offset, int length) {
        conversation.message(bytes, offset, length, this, this);
    }

    @Override
    public void ping(byte[] bytes, int offset, int length) {
        output.putPong(bytes, offset, length);
    }

    @Override
    public void close(int code) {
        if (!broken) {
            fail("The server closed the connection with code " + code);
        }
    }

    @Override
    public void putText(byte[] bytes, int offset, int length) {
        output.putText(bytes, offset, length);
    }

    @Override
    public void answered(long number) {
        long due = outstanding.remove(number);
        if (due == Outstanding.ABSENT) {
            recorder.failed("An answer to request " + number + ", which nobody waits for");
        } else {
            recorder.answered(due, nowNanos);
        }
    }

    @Override
    public void failed(long number, String reason) {
        outstanding.remove(number);
        recorder.failed(reason);
    }

    @Override
    public void failed(String reason) {
        recorder.failed(reason);
    }
}
