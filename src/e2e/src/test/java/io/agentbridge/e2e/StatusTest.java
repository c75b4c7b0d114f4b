package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Frame;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the system says of itself. */
class StatusTest extends Conversation {
    @Test
    void theStatusIsAnsweredFlatAndNested() {
        Frame answer = alice.call("system:status", Map.of());
        assertEquals("command:result", answer.type());
        JsonNode payload = answer.payload();
        assertEquals("get_system_status", payload.path("command").stringValue());
        assertEquals("system", payload.path("agent_id").stringValue());
        assertEquals(payload.path("system"), answer.at("/payload/result/system"));
        assertEquals(payload.path("connections"), answer.at("/payload/result/connections"));
        assertEquals(payload.path("ring"), answer.at("/payload/result/ring"));
        assertEquals(payload.path("journal"), answer.at("/payload/result/journal"));
        assertEquals(payload.path("timestamp"), answer.at("/payload/result/timestamp"));
        payload.path("system").forEachEntry((key, value) -> assertEquals(value, payload.path(key), key));
        assertTrue(payload.path("running").booleanValue());
    }

    @Test
    void theStatusCountsWhatWasDone() {
        Frame before = alice.call("system:status", Map.of());
        String agent = alice.createAgent(Map.of("agent_type", "manager"));
        alice.call("task:assign", Map.of("task", Map.of("title", "Count"), "agent_id", agent));
        alice.await("completion", frame -> frame.type().equals("task:complete"));
        Frame after = alice.call("system:status", Map.of());
        assertEquals(1, difference(before, after, "/payload/agents/total"));
        assertEquals(1, difference(before, after, "/payload/agents/by_type/manager"));
        assertEquals(1, difference(before, after, "/payload/statistics/agents_created"));
        assertEquals(1, difference(before, after, "/payload/statistics/tasks_completed"));
        assertEquals(1, difference(before, after, "/payload/tasks/by_status/completed"));
        assertTrue(after.at("/payload/connections/active_connections").longValue() >= 2);
        assertTrue(difference(before, after, "/payload/connections/messages_received") >= 2);
    }

    @Test
    void theStatusTellsHowFullTheRingIsAndWhatTheJournalHolds() {
        Frame before = alice.call("system:status", Map.of());
        alice.createAgent(Map.of("agent_type", "worker"));
        Frame after = alice.call("system:status", Map.of());
        assertEquals(8_192, after.at("/payload/ring/slots").intValue());
        assertTrue(after.at("/payload/ring/used").intValue()
                <= after.at("/payload/ring/slots").intValue());
        assertTrue(after.at("/payload/ring/most_used").intValue() >= 1);
        assertEquals(1, after.at("/payload/journal/first_sequence").longValue());
        assertTrue(difference(before, after, "/payload/journal/last_sequence") >= 1);
        assertTrue(difference(before, after, "/payload/journal/appended_bytes") > 100);
        assertTrue(difference(before, after, "/payload/journal/retained_bytes") > 100);
        assertTrue(after.at("/payload/journal/free_bytes").longValue() > 0);
    }

    private static long difference(Frame before, Frame after, String pointer) {
        return after.at(pointer).longValue(0) - before.at(pointer).longValue(0);
    }

    @Test
    void aStatusIsNoEvent() {
        alice.settle();
        long complete = alice.complete();
        alice.call("system:status", Map.of());
        alice.call("system:status", Map.of());
        alice.settle();
        assertEquals(complete + 1, alice.complete());
    }
}
