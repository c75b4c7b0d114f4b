package io.agentbridge.bench.peer;

import io.agentbridge.bench.websocket.Handshake;
import io.agentbridge.bench.websocket.WebSocketInput;
import io.agentbridge.bench.websocket.WebSocketOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The floor to compare with: a WebSocket echo on a bare selector, one thread, no threads handed over, one write per read. It
 * does all that any WebSocket server must do and nothing else.
 */
public final class NioEcho implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int BACKLOG = 1024;

    private final Selector selector;
    private final ServerSocketChannel server;
    private volatile boolean closed;

    /** Listens on the loopback address; port 0 takes a free one. */
    public NioEcho(int port) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** The port it listens on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** Serves until it is closed from another thread, then releases everything. */
    public void run() throws IOException {
        try {
            while (!closed) {
                selector.select(this::ready);
            }
        } finally {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready(key);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
            }
        } catch (IOException e) {
            System.err.println("A connection could not be accepted: " + e.getMessage());
        }
    }

    /** Ends {@link #run}. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    /** One client: reads all there is, echoes it, and reads no more while the echo does not leave. */
    private static final class Connection implements WebSocketInput.Listener {
        private final SocketChannel channel;
        private final WebSocketInput input = new WebSocketInput(MAX_MESSAGE_BYTES);
        private final WebSocketOutput output = new WebSocketOutput(false);
        private boolean upgraded;
        private boolean closing;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void ready(SelectionKey key) {
            try {
                boolean open = !key.isReadable() || read();
                boolean flushed = output.flush(channel);
                if (!open || (closing && flushed)) {
                    channel.close();
                } else {
                    key.interestOps(flushed ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
                }
            } catch (IOException e) {
                drop();
            }
        }

        private boolean read() throws IOException {
            if (input.read(channel) < 0) {
                return false;
            }
            if (!upgraded) {
                Optional<String> head = input.takeHead();
                if (head.isEmpty()) {
                    return true;
                }
                output.putBytes(Handshake.response(head.get()));
                upgraded = true;
            }
            input.deliver(this);
            return true;
        }

        private void drop() {
            try {
                channel.close();
            } catch (IOException e) {
                System.err.println("A connection could not be closed: " + e.getMessage());
            }
        }

        @Override
        public void message(byte[] bytes, int offset, int length) {
            output.putText(bytes, offset, length);
        }

        @Override
        public void ping(byte[] bytes, int offset, int length) {
            output.putPong(bytes, offset, length);
        }

        @Override
        public void close(int code) {
            output.putClose(1000);
            closing = true;
        }
    }
}
