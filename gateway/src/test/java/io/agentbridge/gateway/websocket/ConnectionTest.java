package io.agentbridge.gateway.websocket;

import static io.agentbridge.gateway.websocket.Frames.bytes;
import static io.agentbridge.gateway.websocket.Frames.frame;
import static io.agentbridge.gateway.websocket.Frames.join;
import static io.agentbridge.gateway.websocket.Frames.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection over real sockets: what it sends, how it closes, what it holds. */
@Timeout(60)
class ConnectionTest {
    private static final WebSocketLimits LIMITS = new WebSocketLimits(1 << 20, 16, 32, 1 << 10, 500);

    /** A session of which a test overrides what it cares for. */
    private static class Session implements WebSocketHandler {
        final WebSocketConnection connection;
        final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

        Session(WebSocketConnection connection) {
            this.connection = connection;
        }

        @Override
        public boolean message(byte[] data, int offset, int length, boolean binary) {
            return true;
        }

        @Override
        public void alive() {}

        @Override
        public void fill(FrameSink sink) {}

        @Override
        public void closed(int code) {
            closed.add(code);
        }
    }

    @Test
    void frames_sent_together_with_the_request_are_found() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = new RawClient(server.port(), join(text("early"), text("bird")), 0)) {
            assertEquals("1:early", client.next());
            assertEquals("1:bird", client.next());
        }
    }

    @Test
    void what_came_before_a_protocol_error_is_answered_before_the_close() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = new RawClient(server.port())) {
            client.send(join(text("one"), frame(true, 9, bytes(1)), text("two"), frame(true, 3, bytes())));
            List<String> rest = client.rest();
            assertEquals("close 1002", rest.getLast());
            assertTrue(rest.containsAll(List.of("1:one", "1:two", "10:\u0001")), rest.toString());
        }
    }

    @Test
    void a_message_too_big_is_refused_by_its_header_alone() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = new RawClient(server.port())) {
            client.send(Frames.announce(Frames.TEXT, (1 << 20) + 1));
            assertEquals(List.of("close 1009"), client.rest());
        }
    }

    @Test
    void a_peer_that_goes_on_sending_after_it_failed_still_gets_its_close_code() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = new RawClient(server.port())) {
            client.send(frame(true, 1, bytes(0xff)));
            for (int i = 0; i < 200; i++) {
                client.trySend(new byte[4096]);
            }
            assertEquals(List.of("close 1007"), client.rest());
        }
    }

    @Test
    void a_close_is_answered_with_its_code_and_the_server_hangs_up_first() throws Exception {
        BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
        try (EchoServer server = new EchoServer(LIMITS, connection -> remember(new Session(connection), sessions))) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(Frames.close(4242, "bye"));
                assertEquals(List.of("close 4242"), client.rest());
                assertEquals(4242, sessions.take().closed.poll(10, TimeUnit.SECONDS));
            }
            try (RawClient client = new RawClient(server.port())) {
                client.send(frame(true, 8, bytes()));
                assertEquals(List.of("close"), client.rest());
                assertEquals(1005, sessions.take().closed.poll(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void a_socket_that_ends_without_a_close_is_1006_and_reported_once() throws Exception {
        BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
        try (EchoServer server = new EchoServer(LIMITS, connection -> remember(new Session(connection), sessions))) {
            RawClient client = new RawClient(server.port());
            Session session = sessions.take();
            client.close();
            assertEquals(1006, session.closed.poll(10, TimeUnit.SECONDS));
            session.connection.close(1000, "too late");
            session.connection.wake();
            session.connection.resume();
            assertEquals(null, session.closed.poll(200, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void our_close_waits_for_the_answer_but_not_for_ever() throws Exception {
        BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
        try (EchoServer server = new EchoServer(LIMITS, connection -> remember(new Session(connection), sessions))) {
            try (RawClient polite = new RawClient(server.port())) {
                Session session = sessions.take();
                session.connection.close(1012, "restart");
                assertEquals("close 1012", polite.next());
                polite.send(join(text("still on its way"), Frames.close(1012, "")));
                assertEquals("end", polite.next());
                assertEquals(1012, session.closed.poll(10, TimeUnit.SECONDS));
            }
            try (RawClient silent = new RawClient(server.port())) {
                Session session = sessions.take();
                session.connection.close(1012, "restart");
                assertEquals(List.of("close 1012"), silent.rest());
                assertEquals(1006, session.closed.poll(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void what_a_session_had_to_say_leaves_before_its_close() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, connection -> new Session(connection) {
                    @Override
                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                        connection.wake();
                        connection.close(1008, "policy");
                        return true;
                    }

                    @Override
                    public void fill(FrameSink sink) {
                        byte[] why = "because".getBytes(StandardCharsets.UTF_8);
                        sink.putText(why, 0, why.length);
                    }
                });
                RawClient client = new RawClient(server.port())) {
            client.send(join(text("x"), text("ignored after the close")));
            assertEquals(List.of("1:because", "close 1008"), client.rest());
        }
    }

    @Test
    void a_failing_session_closes_its_own_connection_only() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (EchoServer server = new EchoServer(
                        LIMITS,
                        connection -> opened.getAndIncrement() == 0
                                ? new Session(connection) {
                                    @Override
                                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                                        connection.wake();
                                        return true;
                                    }

                                    @Override
                                    public void fill(FrameSink sink) {
                                        sink.putText(new byte[] {'h'}, 0, 1);
                                        throw new IllegalStateException("a bug in a session, on purpose");
                                    }
                                }
                                : new EchoHandler(connection));
                RawClient unlucky = new RawClient(server.port());
                RawClient lucky = new RawClient(server.port())) {
            unlucky.send(text("x"));
            assertEquals(List.of("close 1011"), unlucky.rest());
            lucky.send(text("y"));
            assertEquals("1:y", lucky.next());
        }
    }

    @Test
    void pings_are_answered_in_order_and_a_session_can_ping() throws Exception {
        AtomicReference<WebSocketConnection> connection = new AtomicReference<>();
        try (EchoServer server = new EchoServer(LIMITS, opened -> {
                    connection.set(opened);
                    return new EchoHandler(opened);
                });
                RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 1_000; i++) {
                client.send(frame(true, 9, ("" + i).getBytes(StandardCharsets.UTF_8)));
                assertEquals("10:" + i, client.next());
            }
            connection.get().ping(ByteBuffer.wrap("are you there".getBytes(StandardCharsets.UTF_8)));
            assertEquals("9:are you there", client.next());
        }
    }

    @Test
    void a_ping_flood_without_reading_costs_a_bounded_backlog_and_the_newest_pong_survives() throws Exception {
        AtomicReference<UndertowConnection> connection = new AtomicReference<>();
        try (EchoServer server = new EchoServer(LIMITS, opened -> {
                    connection.set((UndertowConnection) opened);
                    return new EchoHandler(opened);
                });
                RawClient client = new RawClient(server.port(), bytes(), 4 << 10)) {
            Thread flood = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100_000; i++) {
                    client.trySend(frame(true, 9, ("" + i).repeat(20).getBytes(StandardCharsets.UTF_8)));
                }
            });
            flood.join();
            long most = pending(connection.get());
            assertTrue(most <= (1 << 10) + OutboundBatch.FULL_BYTES, "held: " + most);
            client.widen();
            String last = "";
            while (!last.equals("10:" + "99999".repeat(20))) {
                last = client.next();
                assertTrue(last.startsWith("10:"), last);
            }
        }
    }

    @Test
    void a_slow_reader_holds_no_more_than_a_batch_and_then_gets_everything_in_order() throws Exception {
        AtomicReference<UndertowConnection> connection = new AtomicReference<>();
        int messages = 30_000;
        String filler = "x".repeat(1_000);
        AtomicInteger put = new AtomicInteger();
        try (EchoServer server = new EchoServer(LIMITS, opened -> {
                    connection.set((UndertowConnection) opened);
                    return new Session(opened) {
                        @Override
                        public void fill(FrameSink sink) {
                            while (put.get() < messages && !sink.isFull()) {
                                byte[] text = (put.get() + filler).getBytes(StandardCharsets.UTF_8);
                                if (put.getAndIncrement() % 2 == 0) {
                                    sink.putText(text, 0, text.length);
                                } else {
                                    sink.putFrames(FrameEncoder.textFrame(text, 0, text.length));
                                }
                            }
                        }
                    };
                });
                RawClient client = new RawClient(server.port(), bytes(), 4 << 10)) {
            while (connection.get() == null) {
                Thread.onSpinWait();
            }
            connection.get().wake();
            for (int before = -1; before != put.get() || before == 0; ) {
                before = put.get();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertTrue(put.get() < messages / 2, "the kernel's buffers are full, and nothing more is asked for");
            long held = pending(connection.get());
            assertTrue(held <= OutboundBatch.FULL_BYTES + 4_096, "held: " + held);
            client.widen();
            for (int i = 0; i < messages; i++) {
                assertEquals("1:" + i + filler, client.next());
            }
        }
    }

    @Test
    void a_message_far_larger_than_a_batch_arrives_whole() throws Exception {
        byte[] large = "äöü€".repeat(700_000).getBytes(StandardCharsets.UTF_8);
        try (EchoServer server = new EchoServer(LIMITS, opened -> new Session(opened) {
                    @Override
                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                        connection.wake();
                        return true;
                    }

                    @Override
                    public void fill(FrameSink sink) {
                        sink.putText(new byte[] {'a'}, 0, 1);
                        sink.putText(large, 0, large.length);
                        sink.putText(new byte[] {'z'}, 0, 1);
                    }
                });
                RawClient client = new RawClient(server.port(), bytes(), 8 << 10)) {
            client.send(text("go"));
            assertEquals("1:a", client.next());
            assertEquals("1:" + new String(large, StandardCharsets.UTF_8), client.next());
            assertEquals("1:z", client.next());
        }
    }

    @Test
    void a_refused_message_is_offered_again_first_and_nothing_is_lost_or_reordered() throws Exception {
        List<String> taken = new ArrayList<>();
        BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
        int messages = 20_000;
        try (EchoServer server = new EchoServer(LIMITS, opened -> new Session(opened) {
                    private int offers;

                    @Override
                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                        if (++offers % 3 == 0) {
                            // Some resume before the refusal is even returned, some on this thread, some later on
                            // another.
                            switch (offers % 4) {
                                case 0 -> connection.resume();
                                case 1 -> connection.execute(connection::resume);
                                default -> Thread.ofVirtual().start(connection::resume);
                            }
                            return false;
                        }
                        taken.add(new String(data, offset, length, StandardCharsets.UTF_8));
                        if (taken.size() == messages) {
                            done.add(true);
                        }
                        return true;
                    }
                });
                RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < messages; i += 100) {
                byte[][] frames = new byte[100][];
                for (int k = 0; k < 100; k++) {
                    frames[k] = text((i + k) + (k == 50 ? "y".repeat(40_000) : ""));
                }
                client.send(join(frames));
            }
            assertEquals(true, done.poll(30, TimeUnit.SECONDS));
            for (int i = 0; i < messages; i++) {
                assertEquals("" + i, taken.get(i).replace("y", ""));
            }
        }
    }

    @Test
    void while_a_message_is_refused_the_socket_is_not_read() throws Exception {
        AtomicInteger offers = new AtomicInteger();
        AtomicReference<WebSocketConnection> connection = new AtomicReference<>();
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        try (EchoServer server = new EchoServer(LIMITS, opened -> {
                    connection.set(opened);
                    return new Session(opened) {
                        @Override
                        public boolean message(byte[] data, int offset, int length, boolean binary) {
                            if (offers.incrementAndGet() == 1) {
                                return false;
                            }
                            taken.add(new String(data, offset, length, StandardCharsets.UTF_8));
                            return true;
                        }
                    };
                });
                RawClient client = new RawClient(server.port())) {
            client.send(text("first"));
            while (offers.get() == 0) {
                Thread.onSpinWait();
            }
            client.send(join(text("second"), frame(true, 9, bytes(1))));
            TimeUnit.MILLISECONDS.sleep(100);
            assertEquals(1, offers.get());
            connection.get().resume();
            assertEquals("first", taken.poll(10, TimeUnit.SECONDS));
            assertEquals("second", taken.poll(10, TimeUnit.SECONDS));
            assertEquals("10:\u0001", client.next());
        }
    }

    @Test
    void two_hundred_connections_at_once_each_get_their_own() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(new RawClient(server.port()));
            }
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 200; i++) {
                    clients.get(i).send(join(text(i + ":" + round), text("b" + i)));
                }
                for (int i = 0; i < 200; i++) {
                    assertEquals("1:" + i + ":" + round, clients.get(i).next());
                    assertEquals("1:b" + i, clients.get(i).next());
                }
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static long pending(UndertowConnection connection) throws InterruptedException {
        BlockingQueue<Long> answer = new LinkedBlockingQueue<>();
        connection.execute(() -> answer.add(connection.pendingBytes()));
        return answer.take();
    }

    private static Session remember(Session session, BlockingQueue<Session> sessions) {
        sessions.add(session);
        return session;
    }
}
