package io.agentbridge.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That a client we did not write can talk to the peers. */
class EchoPeersTest {
    @Test
    void theNioEchoAnswersEveryFrameLengthPingAndClose() throws Exception {
        Thread thread;
        try (NioEcho echo = new NioEcho(0)) {
            thread = Thread.ofPlatform().daemon().start(() -> serve(echo));
            talk(echo.port());
        }
        thread.join();
    }

    @Test
    void theVertxEchoAnswers() throws Exception {
        try (VertxEcho echo = new VertxEcho(0)) {
            Received received = new Received();
            try (HttpClient client = HttpClient.newHttpClient()) {
                WebSocket socket = client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + echo.port() + "/"), received)
                        .join();
                socket.sendText("hello", true).join();
                assertEquals("hello", received.next());
                socket.sendClose(1000, "").join();
                assertEquals("close 1000", received.next());
            }
        }
    }

    private static void serve(NioEcho echo) {
        try {
            echo.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void talk(int port) throws Exception {
        Received received = new Received();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), received)
                    .join();
            for (int length : new int[] {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536, 300_000}) {
                String text = "é".repeat(length / 2) + "x".repeat(length % 2);
                socket.sendText(text, true).join();
                assertEquals(text, received.next());
            }
            socket.sendText("in ", false).join();
            socket.sendText("three ", false).join();
            socket.sendText("parts", true).join();
            assertEquals("in three parts", received.next());
            socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
            assertEquals("pong 3", received.next());
            socket.sendClose(1000, "").join();
            assertEquals("close 1000", received.next());
        }
    }

    /** Collects whole messages. */
    private static final class Received implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new ArrayBlockingQueue<>(16);
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            String message = messages.poll(5, TimeUnit.SECONDS);
            return message == null ? "nothing came" : message;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            messages.add("pong " + message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("close " + code);
            return null;
        }
    }
}
