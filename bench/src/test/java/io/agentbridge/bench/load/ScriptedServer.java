package io.agentbridge.bench.load;

import io.agentbridge.bench.websocket.Handshake;
import io.agentbridge.bench.websocket.WebSocketInput;
import io.agentbridge.bench.websocket.WebSocketOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A WebSocket server that answers as a test says: one thread for each connection, one write for each answer. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Script script;
    private final AtomicLong messages = new AtomicLong();

    /** What to do with the n-th message of the server's life, counted from 0. */
    interface Script {
        void message(long number, byte[] message, Client client) throws Exception;
    }

    /** Sends to the client that the message came from. */
    interface Client {
        void send(byte[] message) throws IOException;

        void hangUp() throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.socket().getLocalPort());
    }

    /** How many messages came. */
    long messages() {
        return messages.get();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            WebSocketInput input = new WebSocketInput(1 << 20);
            WebSocketOutput output = new WebSocketOutput(false);
            Optional<String> head = Optional.empty();
            while (head.isEmpty() && input.read(channel) >= 0) {
                head = input.takeHead();
            }
            output.putBytes(Handshake.response(head.orElseThrow()));
            output.flush(channel);
            Connection connection = new Connection(channel, output);
            do {
                input.deliver(connection);
            } while (channel.isOpen() && input.read(channel) >= 0);
        } catch (IOException e) {
            // The client is gone, or the script hung up: either way the connection has ended, which the client's side
            // asserts.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private final class Connection implements WebSocketInput.Listener, Client {
        private final SocketChannel channel;
        private final WebSocketOutput output;

        Connection(SocketChannel channel, WebSocketOutput output) {
            this.channel = channel;
            this.output = output;
        }

        @Override
        public void message(byte[] bytes, int offset, int length) {
            try {
                script.message(messages.getAndIncrement(), Arrays.copyOfRange(bytes, offset, offset + length), this);
            } catch (Exception e) {
                throw new IllegalStateException("The script failed", e);
            }
        }

        @Override
        public void send(byte[] message) throws IOException {
            output.putText(message, 0, message.length);
            output.flush(channel);
        }

        @Override
        public void hangUp() throws IOException {
            channel.close();
        }

        @Override
        public void ping(byte[] bytes, int offset, int length) {
            output.putPong(bytes, offset, length);
        }

        @Override
        public void close(int code) {}
    }
}
