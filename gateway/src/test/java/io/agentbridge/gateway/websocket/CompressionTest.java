package io.agentbridge.gateway.websocket;

import static io.agentbridge.gateway.websocket.Frames.frame;
import static io.agentbridge.gateway.websocket.Frames.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** permessage-deflate over real sockets: what is negotiated, and what a compressed connection sends. */
@Timeout(60)
class CompressionTest {
    private static final WebSocketLimits LIMITS = new WebSocketLimits(4 << 20, 16, 32, 1 << 10, 2_000);
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    private static final byte[] KEY = {1, 2, 3, 4};

    private static RawClient connect(EchoServer server) throws IOException {
        return new RawClient(server.port(), OFFER, new byte[0], 0);
    }

    private static byte[] compressed(int opcode, byte[] data) {
        return frame(true, 4, opcode, CompressedMessageTest.deflate(data, 6, 0), KEY);
    }

    /** What a message was on the way. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Message(byte[] data, int opcode, boolean compressed, int frames, int payloadBytes) {}

    /** Reads a message as section 7.2.2 says, and fails on anything between its fragments but control frames. */
    private static Message read(RawClient client, List<RawClient.Frame> control) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int opcode = 0;
        boolean marked = false;
        int frames = 0;
        while (true) {
            RawClient.Frame frame = client.frame();
            if ((frame.first() & 0x08) != 0) {
                assertEquals(0x80, frame.first() & 0xf0, "a control frame is whole and not compressed");
                control.add(frame);
                continue;
            }
            if (frames++ == 0) {
                opcode = frame.first() & 0x0f;
                marked = (frame.first() & 0x40) != 0;
                assertNotEquals(0, opcode);
            } else {
                assertEquals(0, frame.first() & 0x7f, "only the first frame is marked");
            }
            payload.writeBytes(frame.payload());
            if ((frame.first() & 0x80) != 0) {
                byte[] sent = payload.toByteArray();
                return new Message(marked ? inflate(sent) : sent, opcode, marked, frames, sent.length);
            }
        }
    }

    private static byte[] inflate(byte[] payload) throws IOException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(join(payload, new byte[] {0, 0, -1, -1}));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] some = new byte[10_000];
        try {
            int count;
            while ((count = inflater.inflate(some)) > 0) {
                out.write(some, 0, count);
            }
            assertTrue(inflater.needsInput(), "everything was used");
            return out.toByteArray();
        } catch (DataFormatException damaged) {
            throw new IOException(damaged);
        } finally {
            inflater.end();
        }
    }

    private static byte[] json(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"sequence\":").append(random.nextInt(100_000)).append(",\"type\":\"command:progress\"},");
        }
        return text.substring(0, length).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length, long seed) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }

    @Test
    void it_is_negotiated_only_if_it_is_offered() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient offering = connect(server);
                RawClient silent = new RawClient(server.port())) {
            assertTrue(
                    offering.head()
                            .contains("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                                    + " client_no_context_takeover\r\n"),
                    offering.head());
            assertFalse(silent.head().contains("Extensions"), silent.head());
            byte[] message = json(5_000, 1);
            silent.send(frame(true, 1, message));
            // RawClient.next refuses every reserved bit.
            assertEquals("1:" + new String(message, StandardCharsets.UTF_8), silent.next());
            silent.send(compressed(1, message));
            assertEquals("close 1002", silent.next());
        }
    }

    @Test
    void large_messages_come_compressed_and_small_ones_and_noise_as_they_are() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = connect(server)) {
            List<RawClient.Frame> control = new ArrayList<>();
            int least = DeflatingSink.LEAST_BYTES;
            for (int length :
                    new int[] {0, 1, 125, least - 1, least, 32_767, 32_768, 32_769, 65_536, 200_000, 3_000_000}) {
                byte[] data = json(length, length);
                client.send(compressed(1, data));
                Message answer = read(client, control);
                assertTrue(Arrays.equals(data, answer.data), "length " + length);
                assertEquals(1, answer.opcode);
                assertEquals(length >= least, answer.compressed, "length " + length);
                assertTrue(
                        !answer.compressed || answer.payloadBytes < length * 3 / 4, "it pays: " + answer.payloadBytes);
                assertEquals(
                        Math.max(1, (length + Deflation.SLICE_BYTES - 1) / Deflation.SLICE_BYTES),
                        answer.frames,
                        "a fragment a slice");
                byte[] incompressible = noise(length, length);
                client.send(frame(true, 2, incompressible));
                Message same = read(client, control);
                assertTrue(Arrays.equals(incompressible, same.data), "noise of length " + length);
                assertFalse(same.compressed);
                assertEquals(1, same.frames);
            }
            assertEquals(List.of(), control);
        }
    }

    @Test
    void a_message_that_begins_compressible_and_ends_as_noise_is_whole() throws Exception {
        byte[] data = join(json(40_000, 1), noise(100_000, 2), json(1_000, 3));
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = connect(server)) {
            client.send(compressed(2, data));
            Message answer = read(client, new ArrayList<>());
            assertTrue(Arrays.equals(data, answer.data));
            assertTrue(answer.compressed);
        }
    }

    @Test
    void messages_of_all_kinds_in_a_row_keep_their_order_and_pings_are_answered_meanwhile() throws Exception {
        Random random = new Random(7692);
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = connect(server)) {
            List<RawClient.Frame> control = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                List<byte[]> sent = new ArrayList<>();
                List<byte[]> frames = new ArrayList<>();
                for (int i = random.nextInt(12); i >= 0; i--) {
                    int length = random.nextInt(random.nextInt(4) == 0 ? 150_000 : 3_000);
                    byte[] data = random.nextInt(5) == 0 ? noise(length, round) : json(length, round);
                    sent.add(data);
                    frames.add(random.nextBoolean() ? compressed(2, data) : frame(true, 2, data));
                }
                frames.add(frame(true, 9, new byte[] {(byte) round}));
                client.send(join(frames.toArray(new byte[0][])));
                for (byte[] data : sent) {
                    assertTrue(Arrays.equals(data, read(client, control).data), "round " + round);
                }
            }
            client.send(frame(true, 1, new byte[] {'x'}));
            assertEquals("x", new String(read(client, control).data, StandardCharsets.UTF_8));
            assertEquals(30, control.size());
            for (int round = 0; round < 30; round++) {
                assertEquals(round, control.get(round).payload()[0]);
            }
        }
    }

    @Test
    void a_slow_reader_gets_everything() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = new RawClient(server.port(), OFFER, new byte[0], 4 << 10)) {
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                byte[] data = i % 2 == 0 ? json(120_000, i) : noise(40_000, i);
                sent.add(data);
            }
            Thread sender = Thread.ofVirtual().start(() -> sent.forEach(data -> client.trySend(compressed(2, data))));
            for (byte[] data : sent) {
                assertTrue(Arrays.equals(data, read(client, new ArrayList<>()).data));
            }
            sender.join();
        }
    }

    @Test
    void a_bomb_closes_with_1009() throws Exception {
        try (EchoServer server = new EchoServer(LIMITS, EchoHandler::new);
                RawClient client = connect(server)) {
            client.send(compressed(2, new byte[100 << 20]));
            assertEquals("close 1009", client.next());
        }
    }

    @Test
    void what_a_session_had_to_say_leaves_whole_before_its_close() throws Exception {
        byte[] last = json(300_000, 1);
        try (EchoServer server = new EchoServer(LIMITS, connection -> new WebSocketHandler() {
                    private boolean said;

                    @Override
                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                        connection.wake();
                        connection.close(1008, "policy");
                        return true;
                    }

                    @Override
                    public void alive() {}

                    @Override
                    public void fill(FrameSink sink) {
                        if (!said) {
                            said = true;
                            sink.putText(last, 0, last.length);
                        }
                    }

                    @Override
                    public void closed(int code) {}
                });
                RawClient client = connect(server)) {
            client.send(frame(true, 1, new byte[] {'x'}));
            Message message = read(client, new ArrayList<>());
            assertTrue(message.compressed);
            assertTrue(Arrays.equals(last, message.data));
            assertEquals("close 1008", client.next());
        }
    }
}
