package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Frame;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Messages between agents, and metrics: relayed, and shown to all. */
class RelayTest extends Conversation {
    private final String content = "content-" + UUID.randomUUID();

    private Map<String, Object> message(String from, String to, Map<String, ?> more) {
        Map<String, Object> payload = new TreeMap<>(more);
        payload.putAll(Map.of("from_agent", from, "to_agent", to, "content", content, "metadata", Map.of("n", 1)));
        return payload;
    }

    private void relays(String type, Map<String, ?> more) {
        String from = alice.createAgent();
        String to = alice.createAgent();
        Frame answer = alice.call(type, message(from, to, more));
        assertFalse(answer.isError(), answer.toString());
        Frame shown = bob.await(
                type,
                frame -> frame.type().equals(type)
                        && frame.text("/payload/content").equals(content));
        assertEquals(from, shown.text("/payload/from_agent"));
        assertEquals(to, shown.text("/payload/to_agent"));
        assertEquals("communication", shown.text("/payload/message_type"));
        assertEquals(1, shown.at("/payload/metadata/n").intValue());
        more.forEach((key, value) -> assertEquals(value, shown.text("/payload/" + key), key));
        for (Client client : List.of(alice, bob)) {
            client.await("busy with it", frame -> frame.showsAgent(to, "busy"));
        }
        alice.awaitAfter(indexOfBusy(to), "idle again", frame -> frame.showsAgent(to, "idle"));
    }

    private int indexOfBusy(String agent) {
        return alice.frames().indexOf(alice.await("busy", frame -> frame.showsAgent(agent, "busy")));
    }

    @Test
    void aMessageReachesItsAgentAndIsShownToAll() {
        relays("agent:message", Map.of());
    }

    @Test
    void aCoordinationReachesItsAgentAndIsShownToAll() {
        relays("agent:coordination", Map.of("phase", "planning", "task_id", "task-1"));
    }

    @Test
    void aHandoffReachesItsAgentAndIsShownToAll() {
        relays("agent:handoff", Map.of("stage", "initiate", "reason", "done", "task_id", "task-1"));
    }

    @Test
    void aMessageToAnUnknownAgentIsAnError() {
        String from = alice.createAgent();
        assertTrue(alice.call("agent:message", message(from, "worker-1-00000000", Map.of()))
                .isError());
    }

    @Test
    void aMetricIsShownToAll() {
        String name = "metric-" + UUID.randomUUID();
        Frame answer = alice.call(
                "system:metric", Map.of("metric_name", name, "metric_value", 41.5, "metadata", Map.of("k", "v")));
        assertFalse(answer.isError(), answer.toString());
        Frame shown = bob.await(
                "the metric", frame -> frame.text("/payload/metric_name").equals(name));
        assertEquals("system:metric", shown.type());
        assertEquals(41.5, shown.at("/payload/metric_value").doubleValue());
        assertEquals("v", shown.text("/payload/metadata/k"));
        assertEquals("", shown.correlationId());
    }

    @Test
    void aHeartbeatOfAnAgentIsShownToAllAndRemembered() {
        String agent = alice.createAgent();
        alice.send("agent:heartbeat", Map.of("agent_id", agent));
        Frame shown = bob.await("the heartbeat", frame -> frame.isAbout("agent:heartbeat", agent));
        assertTrue(shown.sequence().isEmpty(), "it is no event");
        alice.settle();
        assertTrue(alice.frames(Frame::isError).isEmpty());
        try (Client late = Client.connect(gateway)) {
            late.expectCursor(false);
            late.call("connection:subscribe", Map.of("from", "snapshot"));
            Frame part = late.await(
                    "the agent",
                    frame -> frame.type().equals("connection:snapshot")
                            && frame.at("/payload/agents").toString().contains(agent));
            assertEquals(
                    shown.text("/payload/timestamp"),
                    part.at("/payload/agents")
                            .valueStream()
                            .filter(object -> object.path("id").stringValue("").equals(agent))
                            .findFirst()
                            .orElseThrow()
                            .path("last_heartbeat")
                            .stringValue(""));
        }
    }

    @Test
    void aHeartbeatOfAnUnknownAgentIsAnError() {
        assertEquals(
                "agent_error",
                alice.call("agent:heartbeat", Map.of("agent_id", "worker-1-00000000"))
                        .text("/payload/error_type"));
    }
}
