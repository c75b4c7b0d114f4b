package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A request that is sent again has one effect and the same answer. */
class IdempotencyTest extends Conversation {
    @Test
    void aRequestSentAgainGetsTheSameAnswerAndHasNoSecondEffect() {
        Request request = Request.of("agent:create", Map.of("agent_type", "worker"));
        Frame first = alice.answer(alice.send(request));
        Frame again = alice.answer(alice.resend(request.again()));
        Frame elsewhere = bob.answer(bob.resend(request.again()));
        assertEquals(first.payload(), again.payload());
        assertEquals(first.payload(), elsewhere.payload());
        String agent = first.text("/payload/agent_id");
        bob.settle();
        assertEquals(
                1,
                bob.frames(frame -> frame.type().equals("agent:created")
                                && frame.text("/cause/request_id").equals(request.id()))
                        .size());
        bob.await("idle", frame -> frame.showsAgent(agent, "idle"));
    }

    @Test
    void theSameIdWithOtherContentIsAConflict() {
        Request request = Request.of("agent:create", Map.of("agent_type", "worker"));
        alice.answer(alice.send(request));
        Frame answer = alice.answer(alice.send(request.with(Map.of("agent_type", "manager"))));
        assertTrue(answer.isError(), answer.toString());
        assertEquals("conflict", answer.text("/payload/error_type"));
    }

    @Test
    void aPendingRequestSentAgainIsJoined() {
        String agent = alice.createAgent();
        Request request = Request.of(
                "command:execute",
                Map.of(
                        "agent_id",
                        agent,
                        "command",
                        Echo.text("once").delayMillis(500).prompt()));
        alice.send(request);
        Request fromBob = bob.resend(request.again());
        assertEquals("once", alice.answer(request).text("/payload/result"));
        assertEquals("once", bob.answer(fromBob).text("/payload/result"));
        alice.settle();
        assertEquals(
                1,
                alice.frames(frame -> frame.text("/payload/result").equals("once"))
                        .size());
    }

    @Test
    void whoJoinedAPendingRequestIsAnsweredInItsTurnAlsoWhenTheEventIsReadFromDisk() {
        try (GatewayProcess small = GatewayProcess.start(GatewayProcess.temporaryData(), "--tail-bytes", "1MiB");
                Client asking = Client.connect(small);
                Client slow = Client.connect(small)) {
            String agent = asking.createAgent();
            String other = asking.createAgent();
            slow.settle();
            slow.stopReading();
            say(asking, other, 22 << 20);
            Request request = Request.of(
                    "command:execute",
                    Map.of(
                            "agent_id",
                            agent,
                            "command",
                            Echo.text("once").delayMillis(1_000).prompt()));
            asking.send(request);
            Request joining = slow.resend(request.again());
            assertEquals("once", asking.answer(request).text("/payload/result"));
            // By now the answer too has left the server's memory.
            say(asking, other, 4 << 20);
            slow.readOn();
            assertEquals("once", slow.answer(joining).text("/payload/result"));
            slow.settle();
            assertEquals(
                    1,
                    slow.frames(frame -> frame.text("/payload/result").equals("once"))
                            .size());
        }
    }

    private static void say(Client client, String agent, int bytes) {
        String text = "x".repeat(8 << 10);
        List<Request> requests = new ArrayList<>();
        for (int said = 0; said < bytes; said += text.length()) {
            requests.add(client.prompt(agent, text));
        }
        requests.forEach(client::answer);
    }

    @Test
    void anIdThatIsNoUuidIsNoKey() {
        String text =
                "{\"id\":\"7\",\"type\":\"agent:create\",\"timestamp\":\"2026-03-01T12:00:00\",\"payload\":{},\"correlation_id\":\"%s\"}";
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        alice.expect(first);
        alice.expect(second);
        alice.sendText(text.formatted(first));
        alice.sendText(text.formatted(second));
        assertNotEquals(
                alice.answer(first).text("/payload/agent_id"),
                alice.answer(second).text("/payload/agent_id"));
    }

    @Test
    void aRefusalIsNotRemembered() {
        Map<String, Object> payload = Map.of("agent_id", "worker-1-00000000", "command", "x");
        Request request = Request.of("command:execute", payload);
        assertTrue(alice.answer(alice.send(request)).isError());
        String agent = alice.createAgent();
        Request other = request.with(Map.of("agent_id", agent, "command", "x"));
        assertEquals("x", alice.answer(alice.send(other)).text("/payload/result"));
    }

    @Test
    void aRequestIsRememberedAcrossACrash() {
        try (GatewayProcess first = GatewayProcess.start(GatewayProcess.temporaryData())) {
            Request create = Request.of("agent:create", Map.of("agent_type", "coordinator"));
            Request execute;
            Frame created;
            Frame executed;
            try (Client client = Client.connect(first)) {
                created = client.answer(client.send(create));
                String agent = created.text("/payload/agent_id");
                client.await("idle", frame -> frame.showsAgent(agent, "idle"));
                execute = client.prompt(agent, "before the crash");
                executed = client.answer(execute);
                first.kill();
            }
            try (GatewayProcess second = first.restart();
                    Client client = Client.connect(second)) {
                assertEquals(
                        created.payload(),
                        client.answer(client.resend(create.again())).payload());
                assertEquals(
                        executed.payload(),
                        client.answer(client.resend(execute.again())).payload());
                Frame conflict = client.answer(client.send(create.with(Map.of())));
                assertEquals("conflict", conflict.text("/payload/error_type"));
                client.expectCursor(false);
                client.call("connection:subscribe", Map.of("epoch", client.epoch(), "from", 0));
                client.settle();
                assertEquals(
                        1,
                        client.frames(frame -> frame.type().equals("agent:created"))
                                .size());
            }
        }
    }

    @Test
    void aRequestFirstSentBeforeAllThatIsRememberedIsTooOld() {
        try (GatewayProcess forgetful =
                        GatewayProcess.start(GatewayProcess.temporaryData(), "--idempotency-window", "2");
                Client client = Client.connect(forgetful)) {
            long sentAt = client.complete();
            Request request = Request.of("agent:create", Map.of("agent_type", "worker"));
            client.answer(client.send(request));
            Request again = request.again();
            String claim = ",\"first_sent_at\":" + sentAt + "}";
            for (int i = 0; i < 3; i++) {
                client.call("agent:create", Map.of("agent_type", "worker"));
            }
            client.expect(again);
            client.sendText(again.text().replaceFirst("}$", claim));
            Frame refused = client.answer(again);
            assertEquals("too_old", refused.text("/payload/error_type"), refused.toString());
            client.settle();
            assertEquals(
                    4,
                    client.frames(frame -> frame.type().equals("command:result")
                                    && !frame.text("/payload/agent_id").isEmpty())
                            .size(),
                    "no agent was made a second time");
        }
    }
}
