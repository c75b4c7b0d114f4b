package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sequences, cursors, snapshots, filters: nobody misses an event and nobody sees one twice. */
class ResumeTest extends Conversation {
    private void happens() {
        String agent = alice.createAgent();
        alice.execute(agent, Echo.text("done").progress("one").chunks(2).prompt());
        alice.call("task:assign", Map.of("task", Map.of("title", "Write"), "agent_id", agent));
        alice.await(
                "completion",
                frame -> frame.type().equals("task:complete")
                        && frame.text("/payload/task/assigned_agent").equals(agent));
        alice.execute("worker-1-00000000", "refused");
        alice.call("agent:stop", Map.of("agent_id", agent, "mode", "graceful"));
        alice.await("the stop", frame -> frame.isAbout("agent:stopped", agent));
    }

    private static Frame subscribe(Client client, Map<String, ?> payload) {
        client.expectCursor(payload.containsKey("filter"));
        return client.call("connection:subscribe", payload);
    }

    @Test
    void aClientThatComesBackGetsExactlyWhatItMissed() {
        bob.settle();
        long seen = bob.complete();
        happens();
        bob.settle();
        try (Client returned = Client.connect(gateway)) {
            Frame subscribed = subscribe(returned, Map.of("epoch", bob.epoch(), "from", seen));
            assertTrue(subscribed.at("/payload/recovered").booleanValue());
            assertEquals(bob.epoch(), subscribed.text("/payload/epoch"));
            returned.settle();
            bob.settle();
            // The three metrics by which they settled are answers to one of the two.
            long upTo = Math.min(bob.complete(), returned.complete()) - 3;
            assertEquals(upTo(upTo, bob, seen), upTo(upTo, returned, seen));
        }
    }

    /** The frames of events in a range, of which this client asked for none. */
    private static List<String> upTo(long last, Client client, long after) {
        List<String> events = new ArrayList<>();
        for (Frame frame : client.frames()) {
            long sequence = frame.sequence().orElse(0);
            if (sequence > after && sequence <= last && frame.correlationId().isEmpty()) {
                events.add(frame.text());
            }
        }
        return events;
    }

    @Test
    void theRequesterOfAnAnswerSeesTheSharedFormInAResumedStream() {
        long before = alice.complete();
        Frame answer = alice.call("agent:create", Map.of());
        alice.settle();
        subscribe(alice, Map.of("epoch", alice.epoch(), "from", before));
        String id = answer.text("/payload/agent_id");
        Frame created = alice.await("agent:created", frame -> frame.isAbout("agent:created", id));
        assertEquals(answer.sequence(), created.sequence());
        alice.settle();
    }

    @Test
    void theWholeHistoryCanBeReadFromZero() {
        happens();
        try (Client reader = Client.connect(gateway)) {
            Frame subscribed = subscribe(reader, Map.of("epoch", reader.epoch(), "from", 0));
            assertTrue(subscribed.at("/payload/recovered").booleanValue());
            reader.settle();
            List<Frame> events = reader.frames(frame -> frame.sequence().isPresent());
            assertTrue(events.getFirst().sequence().getAsLong() >= 1);
            long first = reader.frames()
                    .get(reader.frames().indexOf(subscribed) + 1)
                    .sequence()
                    .orElse(-1);
            assertEquals(1, first);
        }
    }

    @Test
    void aSubscriptionFromNowBringsNothingOld() {
        happens();
        try (Client reader = Client.connect(gateway)) {
            long newest = reader.ack().at("/payload/sequence").longValue();
            subscribe(reader, Map.of("from", "now"));
            reader.settle();
            assertTrue(reader.frames(frame -> frame.sequence().isPresent()).stream()
                    .allMatch(frame -> frame.sequence().getAsLong() > newest));
        }
    }

    @Test
    void whoSubscribesAnewWhileItsRequestsArePendingIsAnsweredOnceEach() {
        String agent = alice.createAgent();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // Its event may lie before the new beginning, and then it is the answer alone that comes of it.
            Request request = Request.of("command:execute", Map.of("agent_id", agent, "command", "step " + i));
            requests.add(bob.resend(request));
            if (i % 10 == 9) {
                bob.expectCursor(false);
                bob.call("connection:subscribe", Map.of("from", i % 20 == 9 ? "now" : "snapshot"));
            }
        }
        for (int i = 0; i < requests.size(); i++) {
            assertEquals("step " + i, bob.answer(requests.get(i)).text("/payload/result"));
        }
    }

    @Test
    void aSnapshotHoldsWhatThereIsAndIsFollowedByEverythingAfterIt() {
        String agent = alice.createAgent();
        var hanging = alice.prompt(agent, Echo.hang().prompt());
        alice.await("busy", frame -> frame.showsAgent(agent, "busy"));
        try (Client reader = Client.connect(gateway)) {
            Frame subscribed = subscribe(reader, Map.of("from", "snapshot"));
            List<Frame> parts = snapshotParts(reader);
            assertEquals(reader.epoch(), subscribed.text("/payload/epoch"));
            assertTrue(parts.stream().anyMatch(part -> holds(part, "agents", agent, "busy")));
            assertTrue(parts.stream()
                    .anyMatch(part -> part.at("/payload/commands").toString().contains(agent)));
            alice.call("agent:stop", Map.of("agent_id", agent, "mode", "kill"));
            reader.await("the stop", frame -> frame.isAbout("agent:stopped", agent));
        }
        alice.answer(hanging);
    }

    private static boolean holds(Frame part, String list, String id, String status) {
        for (var object : part.at("/payload/" + list)) {
            if (object.path("id").stringValue("").equals(id)
                    && object.path("status").stringValue("").equals(status)) {
                return true;
            }
        }
        return false;
    }

    private static List<Frame> snapshotParts(Client client) {
        client.await(
                "the last part of the snapshot",
                frame -> frame.type().equals("connection:snapshot")
                        && frame.at("/payload/last").booleanValue());
        List<Frame> parts = client.frames(frame -> frame.type().equals("connection:snapshot"));
        assertEquals(
                1,
                parts.stream()
                        .map(part -> part.at("/payload/sequence"))
                        .distinct()
                        .count());
        assertEquals(
                1,
                parts.stream()
                        .filter(part -> part.at("/payload/last").booleanValue())
                        .count());
        assertTrue(parts.stream().allMatch(part -> part.text().length() <= 1 << 20));
        return parts;
    }

    @Test
    void anotherEpochIsNotRecoveredAndGetsASnapshot() {
        alice.settle();
        try (Client reader = Client.connect(gateway)) {
            Frame subscribed = subscribe(reader, Map.of("epoch", "another-history", "from", 1));
            assertFalse(subscribed.at("/payload/recovered").booleanValue());
            assertEquals(reader.epoch(), subscribed.text("/payload/epoch"));
            snapshotParts(reader);
            reader.settle();
        }
    }

    @Test
    void aFilterSelectsTheEventsOfAnAgent() {
        String wanted = alice.createAgent();
        String other = alice.createAgent();
        bob.settle();
        subscribe(bob, Map.of("from", "now", "filter", Map.of("agents", List.of(wanted))));
        int before = bob.received();
        alice.execute(other, "not seen");
        alice.execute(wanted, "seen");
        bob.awaitAfter(before, "the result", frame -> frame.isAbout("command:result", wanted));
        List<Frame> events = bob.frames().subList(before, bob.received()).stream()
                .filter(frame -> frame.sequence().isPresent())
                .toList();
        assertTrue(events.stream().allMatch(frame -> frame.text().contains(wanted)), events.toString());
        assertTrue(events.stream().noneMatch(frame -> frame.text().contains(other)), events.toString());
        subscribe(bob, Map.of("from", "now"));
    }

    @Test
    void aCursorThatIsReplacedUnderLoadHasNoGapAndNoDuplicate() {
        String agent = alice.createAgent();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(alice.prompt(agent, "load " + i));
            if (i % 20 == 10) {
                long complete = bob.complete();
                int before = bob.received();
                Request request = Request.of("connection:subscribe", Map.of("epoch", bob.epoch(), "from", complete));
                bob.send(request);
                Frame subscribed = bob.answer(request);
                assertTrue(subscribed.at("/payload/recovered").booleanValue());
                assertEquals(complete, subscribed.at("/payload/from").longValue());
                bob.awaitAfter(before, "more", frame -> frame.sequence().isPresent());
            }
        }
        requests.forEach(alice::answer);
        bob.settle();
        for (int i = 0; i < 200; i++) {
            String text = "load " + i;
            assertFalse(
                    bob.frames(frame -> frame.text("/payload/result").equals(text))
                            .isEmpty(),
                    text);
        }
    }
}
