package io.agentbridge.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The JDK's own WebSocket client, which was written by others from the same RFC. */
class IndependentClientTest {

    private static final class Answers implements WebSocket.Listener {
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            received.add("pong " + message.remaining());
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add(code);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        Object next() throws InterruptedException {
            Object answer = received.poll(10, TimeUnit.SECONDS);
            return answer == null ? "nothing came" : answer;
        }
    }

    @Test
    void text_of_every_length_form_comes_back_and_the_close_is_answered() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (EchoServer server = new EchoServer(WebSocketLimits.DEFAULT, EchoHandler::new)) {
            Answers answers = new Answers();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/"), answers)
                    .get(10, TimeUnit.SECONDS);
            for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000}) {
                String text = "ä€𝄞x".repeat(length / 10) + "y".repeat(length % 10);
                socket.sendText(text, true).get(10, TimeUnit.SECONDS);
                assertEquals(text, answers.next());
            }
            socket.sendPing(ByteBuffer.wrap(new byte[125])).get(10, TimeUnit.SECONDS);
            assertEquals("pong 125", answers.next());
            socket.sendClose(4321, "done").get(10, TimeUnit.SECONDS);
            assertEquals(4321, answers.next());
        } finally {
            client.shutdownNow();
        }
    }
}
