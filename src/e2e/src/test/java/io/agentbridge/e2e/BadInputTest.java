package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.RawConnection;
import io.agentbridge.e2e.fixture.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No bytes whatever harm the server, another client or the history; a gateway of its own, so that nothing else happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String ENVELOPE =
            "\"id\":\"%s\",\"type\":\"system:status\",\"timestamp\":\"2026-03-01T12:00:00\"";

    private GatewayProcess gateway;
    private Client client;
    private Client witness;
    private long newest;

    @BeforeAll
    void start() {
        gateway = GatewayProcess.start(GatewayProcess.temporaryData());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        client = Client.connect(gateway);
        witness = Client.connect(gateway);
        newest = client.ack().at("/payload/sequence").longValue();
    }

    /** Another client, and a later one, can still work, and nothing was journaled. */
    @AfterEach
    void theServerLivesAndNothingHappened() {
        try (Client first = client;
                Client second = witness;
                Client late = Client.connect(gateway)) {
            assertEquals(
                    "connection:pong", second.call("connection:ping", Map.of()).type());
            assertEquals(
                    "connection:pong", late.call("connection:ping", Map.of()).type());
            assertEquals("command:result", late.call("system:status", Map.of()).type());
            assertEquals(newest, late.ack().at("/payload/sequence").longValue());
            assertTrue(second.frames(Frame::isError).isEmpty());
            assertTrue(first.frames(frame -> frame.sequence().isPresent()).isEmpty());
        }
    }

    private Frame refused(String text, String errorType) {
        int before = client.received();
        client.sendText(text);
        Frame error = client.awaitAfter(before, "an error", Frame::isError);
        assertEquals("system:error", error.type());
        assertEquals(errorType, error.text("/payload/error_type"), error.toString());
        assertEquals("connection:pong", client.call("connection:ping", Map.of()).type());
        return error;
    }

    static Stream<Path> textsThatAreNoJson() {
        return Repository.files("src/protocol/examples/invalid", ".txt").stream();
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoJson")
    void aTextThatIsNoJsonIsAnsweredWithoutACorrelationId(Path file) throws IOException {
        assertEquals("", refused(Files.readString(file), "json_error").correlationId());
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 1_000_000})
    void deepNestingIsAnsweredAndTheConnectionLives(int depth) {
        refused("[".repeat(depth), "json_error");
        refused("[".repeat(depth) + "]".repeat(depth), "json_error");
        refused("{\"a\":".repeat(depth) + "1" + "}".repeat(depth), "json_error");
        String payload = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        refused("{" + ENVELOPE.formatted("deep") + ",\"payload\":" + payload + "}", "json_error");
    }

    @Test
    void aMessageWithoutAnIdIsAnsweredWithoutACorrelationId() {
        assertEquals(
                "", refused("{\"type\":\"system:status\"}", "validation_error").correlationId());
    }

    @Test
    void anUnknownTypeIsAnsweredUnderTheMessageId() {
        client.expect("unknown-1");
        assertEquals(
                "unknown-1",
                refused(
                                "{\"id\":\"unknown-1\",\"type\":\"agent:fly\",\"timestamp\":\"2026-03-01T12:00:00\",\"payload\":{}}",
                                "validation_error")
                        .correlationId());
    }

    @Test
    void anUnknownTypeIsAnsweredUnderTheCorrelationId() {
        client.expect("correlation-1");
        String text =
                "{\"id\":\"unknown-2\",\"type\":\"agent:fly\",\"timestamp\":\"2026-03-01T12:00:00\",\"payload\":{},"
                        + "\"correlation_id\":\"correlation-1\"}";
        assertEquals("correlation-1", refused(text, "validation_error").correlationId());
    }

    @Test
    void aHugeIdIsAnsweredAndNotRepeated() {
        Frame error = refused("{" + ENVELOPE.formatted("x".repeat(1_000_000)) + ",\"payload\":{}}", "validation_error");
        assertTrue(error.text().length() < 10_000);
    }

    @Test
    void aHugeNumberOfKeysIsNoHarm() {
        StringBuilder text = new StringBuilder("{" + ENVELOPE.formatted("many"));
        for (int i = 0; i < 100_000; i++) {
            text.append(",\"key").append(i).append("\":").append(i);
        }
        int before = client.received();
        client.expect("many");
        client.sendText(text.append(",\"payload\":{}}").toString());
        client.awaitAfter(before, "an answer", frame -> true);
    }

    @Test
    void invalidUtf8InABinaryMessageIsAnsweredAsNoJson() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.send(2, true, new byte[] {'"', (byte) 0xc3, '"'});
            RawConnection.ServerFrame frame = raw.read();
            while (frame.opcode() != RawConnection.CLOSE && !frame.text().contains("system:error")) {
                frame = raw.read();
            }
            assertTrue(frame.text().contains("json_error"), frame.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation byte alone
                "22c322", // cut off
                "c0af", // overlong
                "e080af", // overlong
                "eda080", // a surrogate
                "f4908080", // beyond the last code point
                "ff",
                "7b22610000ff",
                "f09f98" // cut off at the end
            })
    void invalidUtf8InATextClosesWith1007(String bytes) throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.send(RawConnection.TEXT, true, HexFormat.of().parseHex(bytes));
            assertEquals(1007, raw.closeCode());
        }
    }

    @Test
    void invalidUtf8AcrossFragmentsClosesWith1007() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.send(RawConnection.TEXT, false, new byte[] {'"', (byte) 0xc3});
            raw.send(RawConnection.CONTINUATION, true, new byte[] {'"'});
            assertEquals(1007, raw.closeCode());
        }
    }

    @Test
    void aMessageAboveTheLimitClosesWith1009() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.sendHeader(RawConnection.TEXT, true, 11 << 20);
            assertEquals(1009, raw.closeCode());
        }
    }

    @Test
    void fragmentsAboveTheLimitCloseWith1009() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            byte[] mebibyte = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            raw.send(RawConnection.TEXT, false, mebibyte);
            for (int i = 0; i < 9; i++) {
                raw.send(RawConnection.CONTINUATION, false, mebibyte);
            }
            raw.sendHeader(RawConnection.CONTINUATION, true, 1 << 20);
            assertEquals(1009, raw.closeCode());
        }
    }

    @Test
    void aMessageJustBelowTheLimitIsTaken() {
        String id = "large";
        client.expect(id);
        String text = "{" + ENVELOPE.formatted(id) + ",\"payload\":{},\"padding\":\"" + "x".repeat(10_400_000) + "\"}";
        client.sendText(text);
        assertEquals("command:result", client.answer(id).type());
    }

    @ParameterizedTest
    @CsvSource({
        "8100, 1002", // not masked
        "c18000000000, 1002", // a reserved bit
        "838000000000, 1002", // a reserved opcode
        "8b8000000000, 1002", // a reserved control opcode
        "098000000000, 1002", // a fragmented ping
        "89fe007e00000000, 1002", // a ping of 126 bytes
        "808000000000, 1002", // a continuation of nothing
        "018000000000818000000000, 1002", // a text within a text
        "81ffffffffffffffffff00000000, 1002", // a negative length
        "81ff7fffffffffffffff00000000, 1009", // an enormous length
        "88810000000003, 1002", // a close code cut short
        "88820000000003ed, 1002" // a close code nobody may send
    })
    void aBreachOfRfc6455ClosesWithItsCode(String bytes, int code) throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(HexFormat.of().parseHex(bytes));
            raw.sendBytes(frame.toByteArray());
            assertEquals(code, raw.closeCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n"})
    void aBrokenHandshakeIsRefused(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(!answer.startsWith("HTTP/1.1 101"), answer);
        }
    }
}
