package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be asked about the past: pages of events, and the state as it was. */
class PastTest extends Conversation {
    private final String secret = "Secret-" + UUID.randomUUID();
    private String agent = "";
    private long before;
    private long after;

    /** Something happens, between {@link #before} and {@link #after}; bob sees all of it and asks for none of it. */
    private void happens() {
        bob.settle();
        before = bob.complete();
        agent = alice.createAgent();
        alice.execute(agent, Echo.text(secret).progress("one").chunks(2).prompt());
        alice.call("task:assign", Map.of("task", Map.of("title", "Write"), "agent_id", agent));
        alice.await(
                "completion",
                frame -> frame.type().equals("task:complete")
                        && frame.text("/payload/task/assigned_agent").equals(agent));
        alice.settle();
        bob.settle();
        after = alice.complete() - 1;
    }

    private static Frame history(Client client, Map<String, ?> payload) {
        Frame page = client.call("system:history", payload);
        assertEquals("system:history", page.type(), page::toString);
        return page;
    }

    private static List<String> texts(Frame page) {
        List<String> texts = new ArrayList<>();
        page.at("/payload/events").forEach(event -> texts.add(Json.write(event)));
        return texts;
    }

    /** What everybody saw, as far as nobody was answered by it. */
    private List<String> live(long from, long to) {
        List<String> events = new ArrayList<>();
        for (Frame frame : bob.frames()) {
            long sequence = frame.sequence().orElse(0);
            if (sequence >= from && sequence <= to && frame.correlationId().isEmpty()) {
                events.add(Json.write(Json.parse(frame.text())));
            }
        }
        return events;
    }

    @Test
    void theHistoryIsWhatEverybodySaw() {
        happens();
        Frame page = history(alice, Map.of("from", before + 1, "to", after, "limit", 1000));
        List<String> all = texts(page);
        assertTrue(all.size() > 10, all::toString);
        // Bob's own metric, by which he settled, was answered to him in another form.
        assertTrue(all.containsAll(live(before + 1, after)), all::toString);
        assertTrue(page.at("/payload/next").isNull());
        assertEquals(before + 1, page.at("/payload/from").longValue());
        assertEquals(after, page.at("/payload/to").longValue());
    }

    @Test
    void pagesForwardAndBackwardHoldTheSameOnce() {
        happens();
        List<String> all = texts(history(alice, Map.of("from", before + 1, "to", after, "limit", 1000)));
        List<String> forward = new ArrayList<>();
        for (JsonNode next = Json.parse(Long.toString(before + 1)); !next.isNull(); ) {
            Frame page = history(alice, Map.of("from", next.longValue(), "to", after, "limit", 3));
            assertTrue(sequences(page) <= 3, page::toString);
            forward.addAll(texts(page));
            next = page.at("/payload/next");
        }
        assertEquals(all, forward);
        List<String> backward = new ArrayList<>();
        for (JsonNode next = Json.parse(Long.toString(after)); !next.isNull(); ) {
            Frame page = history(
                    alice, Map.of("from", before + 1, "to", next.longValue(), "limit", 4, "direction", "backward"));
            assertTrue(sequences(page) <= 4, page::toString);
            backward.addAll(0, texts(page));
            next = page.at("/payload/next");
        }
        assertEquals(all, backward);
    }

    private static long sequences(Frame page) {
        return page.at("/payload/events")
                .valueStream()
                .map(event -> event.path("sequence").longValue())
                .distinct()
                .count();
    }

    @Test
    void filtersTextAndTimeSelectEvents() {
        happens();
        Map<String, Object> range = Map.of("from", before + 1, "to", after, "limit", 1000);
        Frame command = alice.await(
                "the command",
                frame -> frame.text("/payload/agent_id").equals(agent)
                        && !frame.text("/payload/command_id").isEmpty());
        String commandId = command.text("/payload/command_id");
        List<String> ofCommand = texts(history(alice, with(range, "filter", Map.of("commands", List.of(commandId)))));
        assertTrue(ofCommand.size() >= 3, ofCommand::toString);
        assertTrue(ofCommand.stream().allMatch(event -> event.contains(commandId) || event.contains("agent:status")));

        List<String> results = texts(history(alice, with(range, "filter", Map.of("types", List.of("command:result")))));
        assertEquals(2, results.size(), results::toString);

        List<String> said = texts(history(alice, with(range, "text", secret.toLowerCase(java.util.Locale.ROOT))));
        assertTrue(said.size() >= 2, said::toString);
        assertTrue(said.stream().allMatch(event -> event.contains(secret)));
        assertEquals(List.of(), texts(history(alice, with(range, "text", "nobody-ever-said-" + UUID.randomUUID()))));

        List<String> all = texts(history(alice, range));
        String time = Json.parse(all.get(all.size() / 2)).path("timestamp").stringValue("");
        long since = texts(history(alice, with(range, "since", time))).stream()
                .filter(all::contains)
                .count();
        List<String> until = texts(history(alice, with(range, "until", time)));
        assertTrue(since > 0 && !until.isEmpty() && since + until.size() >= all.size(), time);
        assertEquals(all, texts(history(alice, with(with(range, "since", time), "since", "2026-01-01T00:00:00Z"))));
        assertEquals(List.of(), texts(history(alice, with(range, "until", "2026-01-01T00:00:00+02:00"))));
        assertEquals(List.of(), texts(history(alice, with(range, "filter", Map.of("principals", List.of("nobody"))))));
    }

    private static Map<String, Object> with(Map<String, Object> payload, String key, Object value) {
        Map<String, Object> more = new HashMap<>(payload);
        more.put(key, value);
        return more;
    }

    @Test
    void thePastStateIsWhatTheSnapshotWas() {
        happens();
        try (Client watcher = Client.connect(gateway)) {
            watcher.expectCursor(false);
            watcher.call("connection:subscribe", Map.of("from", "snapshot"));
            watcher.await(
                    "the last part",
                    frame -> frame.type().equals("connection:snapshot")
                            && frame.at("/payload/last").booleanValue());
            List<Frame> parts = watcher.frames(frame -> frame.type().equals("connection:snapshot"));
            long at = parts.getFirst().at("/payload/sequence").longValue();
            happens();
            Frame last = alice.call("system:state", Map.of("at", at));
            List<Frame> past = alice.frames(frame -> frame.type().equals("system:state"));
            assertEquals(last, past.getLast());
            assertEquals(at, last.at("/payload/sequence").longValue());
            assertTrue(last.at("/payload/last").booleanValue());
            for (String list : List.of("agents", "tasks", "commands", "approvals")) {
                assertEquals(objects(parts, list), objects(past, list), list);
            }
        }
    }

    private static Map<String, String> objects(List<Frame> parts, String list) {
        Map<String, String> objects = new HashMap<>();
        for (Frame part : parts) {
            part.at("/payload/" + list).forEach(object -> {
                // Heartbeats are not part of the state.
                if (object instanceof tools.jackson.databind.node.ObjectNode fields) {
                    fields.remove("last_heartbeat");
                }
                objects.put(object.path("id").stringValue(""), Json.write(object));
            });
        }
        return objects;
    }

    @Test
    void theStateBeforeAnAgentWasCreatedDoesNotHoldIt() {
        happens();
        Frame state = alice.call("system:state", Map.of("at", before));
        assertFalse(state.text().contains(agent));
        Frame now = alice.call("system:state", Map.of("at", after));
        assertTrue(
                alice
                        .frames(frame -> frame.type().equals("system:state")
                                && frame.at("/payload/sequence").longValue() == after)
                        .stream()
                        .anyMatch(frame -> frame.text().contains(agent)),
                now::toString);
        Frame nothing = alice.call("system:state", Map.of("at", 0));
        assertEquals(0, nothing.at("/payload/agents").size());
    }

    @Test
    void theFutureIsNotKnown() {
        assertEquals(
                "validation_error",
                alice.call("system:state", Map.of("at", 1_000_000_000L)).text("/payload/error_type"));
        Frame page = history(alice, Map.of("from", 1_000_000_000L));
        assertEquals(List.of(), texts(page));
        assertTrue(page.at("/payload/next").isNull());
    }
}
