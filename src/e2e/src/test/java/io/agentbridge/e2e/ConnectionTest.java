package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.RawConnection;
import io.agentbridge.e2e.fixture.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Connecting, pings, and who may connect at all. */
class ConnectionTest extends Conversation {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws"})
    void theFirstFrameIsTheAcknowledgement(String path) {
        try (Client client = Client.connect(gateway, path)) {
            Frame first = client.frames().getFirst();
            assertEquals("connection:ack", first.type());
            assertEquals("connected", first.text("/payload/status"));
            assertEquals(client.id(), UUID.fromString(client.id()).toString());
            assertTrue(first.correlationId().isEmpty());
        }
    }

    @Test
    void everyConnectionHasItsOwnIdAndTheSameEpoch() {
        assertNotEquals(alice.id(), bob.id());
        assertEquals(alice.epoch(), bob.epoch());
    }

    @Test
    void theAcknowledgementKnowsTheNewestSequence() {
        alice.settle();
        try (Client late = Client.connect(gateway)) {
            assertTrue(late.ack().at("/payload/sequence").longValue() >= alice.complete());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-03-01T12:00:00.123456\"",
                "\"2026-03-01T12:00:00Z\"",
                "\"any text: \\u00fc \\\" \\\\ \\ud83d\\ude00\"",
                "1772366400.25",
                "1772366400123",
                "null"
            })
    void aPingIsAnsweredWithItsTimestampVerbatim(String timestamp) {
        String id = UUID.randomUUID().toString();
        alice.expect(id);
        alice.sendText(
                "{\"id\":\"p\",\"type\":\"connection:ping\",\"timestamp\":\"2026-03-01T12:00:00\",\"correlation_id\":\""
                        + id + "\",\"payload\":{\"client_id\":\"" + alice.id() + "\",\"timestamp\":" + timestamp
                        + "}}");
        Frame pong = alice.answer(id);
        assertEquals("connection:pong", pong.type());
        assertEquals(alice.id(), pong.text("/payload/client_id"));
        assertEquals(timestamp.equals("null") ? Json.node("") : Json.parse(timestamp), emptyForNull(pong));
    }

    private static JsonNode emptyForNull(Frame pong) {
        return pong.at("/payload/original_timestamp").isNull() ? Json.node("") : pong.at("/payload/original_timestamp");
    }

    @Test
    void aPingWithoutATimestampAndACorrelationIdIsAnsweredWithout() {
        alice.sendText(
                "{\"payload\":{},\"timestamp\":\"2026-03-01T12:00:00\",\"type\":\"connection:ping\",\"id\":\"p\"}");
        Frame pong = alice.await("a pong", frame -> frame.type().equals("connection:pong"));
        assertEquals("", pong.at("/payload/original_timestamp").stringValue(""));
        assertEquals("", pong.correlationId());
    }

    @Test
    void aPingIsAnsweredWhileACommandRuns() {
        String agent = alice.createAgent();
        Request command = alice.prompt(agent, Echo.hang().prompt());
        alice.await(
                "the start",
                frame -> frame.type().equals("command:progress")
                        && frame.text("/payload/agent_id").equals(agent));
        assertEquals(
                "connection:pong",
                alice.call("connection:ping", Map.of("timestamp", "t")).type());
        alice.call("agent:stop", Map.of("agent_id", agent, "mode", "kill"));
        assertTrue(alice.answer(command).isError());
    }

    @Test
    void aBinaryMessageAndFragmentsAreTakenLikeAText() {
        Request binary = Request.of("connection:ping", Map.of("timestamp", "binary"));
        alice.expect(binary);
        alice.sendBinary(binary.text());
        assertEquals("binary", alice.answer(binary).text("/payload/original_timestamp"));
        Request pieces = Request.of("connection:ping", Map.of("timestamp", "pieces"));
        alice.expect(pieces);
        alice.sendFragments(pieces.text(), 7);
        assertEquals("pieces", alice.answer(pieces).text("/payload/original_timestamp"));
    }

    @Test
    void aPongOfTheClientIsNotAnswered() {
        int before = alice.received();
        alice.sendText(
                Request.of("connection:pong", Map.of("client_id", alice.id())).text());
        alice.settle();
        assertTrue(alice.frames().subList(before, alice.received()).stream().noneMatch(Frame::isError));
    }

    @Test
    void aWebSocketPingIsAnsweredWithItsBytes() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.send(RawConnection.PING, true, "bytes".getBytes(StandardCharsets.UTF_8));
            RawConnection.ServerFrame frame = raw.read();
            while (frame.opcode() != RawConnection.PONG) {
                frame = raw.read();
            }
            assertEquals("bytes", frame.text());
        }
    }

    @Test
    void aCloseOfTheClientIsEchoed() throws IOException {
        try (RawConnection raw = new RawConnection(gateway)) {
            assertEquals(101, raw.status());
            raw.send(RawConnection.CLOSE, true, new byte[] {3, (byte) 0xe8});
            assertEquals(1000, raw.closeCode());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://127.0.0.1:5173",
                "http://[::1]:8080",
                "https://localhost",
                "http://localhost"
            })
    void aPageOfThisMachineMayConnect(String origin) throws IOException {
        try (RawConnection raw = new RawConnection(gateway, "Origin: " + origin)) {
            assertEquals(101, raw.status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example:8765",
                "http://localhost@evil.example",
                "null",
                "file://",
                "garbage"
            })
    void aPageOfAnotherMachineMayNot(String origin) throws IOException {
        try (RawConnection raw = new RawConnection(gateway, "Origin: " + origin)) {
            assertEquals(403, raw.status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "rebound.example:8765", "127.0.0.1.evil.example", "localhost.evil.example:80"})
    void anotherHostNameIsRefused(String host) throws IOException {
        try (RawConnection raw = new RawConnection(gateway, "Host: " + host)) {
            assertNotEquals(101, raw.status());
        }
    }
}
