package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Client.Request;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gateway that is killed under load loses nothing that anybody saw, and leaves nothing open. */
class CrashTest {
    private static final int CYCLES = 6;
    private static final int CLIENTS = 4;
    private static final int OUTSTANDING = 8;
    private static final int MOST_ANSWERS = 300;
    private static final long SEED = 20260301;

    @Test
    void whatAnybodySawIsThereAfterTheCrashOnceAndInOrder() throws InterruptedException {
        Random random = new Random(SEED);
        Evidence evidence = new Evidence();
        GatewayProcess gateway = GatewayProcess.start(GatewayProcess.temporaryData());
        try {
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                loadAndKill(gateway, 1 + random.nextInt(MOST_ANSWERS), evidence);
                gateway = gateway.restart();
                long events = compare(gateway, evidence);
                System.out.printf(
                        "crash %d: %d frames seen, %d commands sent, %d accepted, %d answered, %d events in the history%n",
                        cycle,
                        evidence.seen.size(),
                        evidence.sent,
                        evidence.accepted.size(),
                        evidence.answered,
                        events);
            }
        } finally {
            gateway.close();
        }
        assertTrue(evidence.seen.size() > 1_000, "the load was no load: " + evidence.seen.size() + " frames");
        assertTrue(evidence.accepted.size() > evidence.answered, "no crash met a command in flight");
    }

    /** What the clients know, over all crashes. */
    private static final class Evidence {
        /** Frames with a sequence, as they were shown to somebody. */
        private final List<Frame> seen = new ArrayList<>();
        /** Ids of requests that the gateway was seen to have taken. */
        private final Set<String> accepted = new HashSet<>();

        private String epoch = "";
        private long sent;
        private long answered;
    }

    private static void loadAndKill(GatewayProcess gateway, int answers, Evidence evidence)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(answers);
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Set<String>> ids = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = Client.connect(gateway);
            String agent = client.createAgent();
            Set<String> own = new HashSet<>();
            clients.add(client);
            ids.add(own);
            threads.add(Thread.ofPlatform().start(() -> load(client, agent, enough, own)));
        }
        assertTrue(enough.await(60, TimeUnit.SECONDS), "the load makes no progress");
        gateway.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < CLIENTS; i++) {
            Client client = clients.get(i);
            client.closeCode();
            evidence.epoch = client.epoch();
            evidence.sent += ids.get(i).size();
            for (Frame frame : client.frames()) {
                if (frame.sequence().isPresent()) {
                    evidence.seen.add(frame);
                }
                if (ids.get(i).contains(frame.text("/payload/request_id"))) {
                    evidence.accepted.add(frame.text("/payload/request_id"));
                }
                if (!frame.correlationId().isEmpty()
                        && frame.type().equals("command:result")
                        && ids.get(i).contains(frame.text("/cause/request_id"))) {
                    evidence.accepted.add(frame.text("/cause/request_id"));
                    evidence.answered++;
                }
            }
            client.close();
        }
    }

    /** Sends commands, some outstanding at a time, until the connection breaks. */
    private static void load(Client client, String agent, CountDownLatch enough, Set<String> ids) {
        Deque<Request> outstanding = new ArrayDeque<>();
        try {
            for (int i = 0; client.isOpen(); i++) {
                Request request = Request.of("command:execute", Map.of("command", "work " + i, "agent_id", agent));
                ids.add(request.id());
                client.send(request);
                outstanding.add(request);
                if (outstanding.size() == OUTSTANDING) {
                    client.answer(outstanding.remove());
                    enough.countDown();
                }
            }
        } catch (AssertionError e) {
            if (client.isOpen()) {
                throw e;
            }
            // The gateway was killed, as it was to be.
        }
    }

    /** Reads the whole history. @return how many events it has */
    private static long compare(GatewayProcess gateway, Evidence evidence) {
        try (Client reader = Client.connect(gateway)) {
            assertEquals(evidence.epoch, reader.epoch(), "a crash keeps the history");
            reader.expectCursor(false);
            Frame subscribed = reader.call("connection:subscribe", Map.of("epoch", evidence.epoch, "from", 0));
            assertTrue(subscribed.at("/payload/recovered").booleanValue(), subscribed.toString());
            reader.settle();
            awaitTerminalEvents(reader, evidence);
            Map<Long, List<Frame>> history = new HashMap<>();
            for (Frame frame : reader.frames(frame -> frame.sequence().isPresent())) {
                history.computeIfAbsent(frame.sequence().getAsLong(), key -> new ArrayList<>())
                        .add(frame);
            }
            for (Frame frame : evidence.seen) {
                List<Frame> kept = history.get(frame.sequence().getAsLong());
                assertNotNull(kept, () -> "lost, though a client saw it: " + frame);
                assertKept(frame, kept);
            }
            return history.size();
        }
    }

    private static void assertKept(Frame seen, List<Frame> kept) {
        if (seen.correlationId().isEmpty()) {
            assertTrue(
                    kept.stream().anyMatch(frame -> frame.text().equals(seen.text())),
                    () -> seen + "\nis now\n" + kept);
        } else if (kept.getLast().type().equals(seen.type())) {
            assertEquals(seen.payload(), kept.getLast().payload());
        } else {
            assertEquals("agent:created", kept.getLast().type());
            assertEquals(seen.at("/payload/agent"), kept.getLast().at("/payload/agent"));
        }
    }

    /** Every command that was taken ends in exactly one terminal event. */
    private static void awaitTerminalEvents(Client reader, Evidence evidence) {
        for (String id : evidence.accepted) {
            reader.await("the end of request " + id, frame -> isEndOf(frame, id));
        }
        reader.settle();
        Map<String, Integer> ends = new HashMap<>();
        Set<Long> counted = new HashSet<>();
        for (Frame frame : reader.frames(CrashTest::isEnd)) {
            // What happened between the connection and the subscription is shown by both.
            if (counted.add(frame.sequence().getAsLong())) {
                ends.merge(frame.text("/cause/request_id"), 1, Integer::sum);
            }
        }
        for (String id : evidence.accepted) {
            assertEquals(
                    1,
                    ends.get(id),
                    () -> "terminal events of request " + id + ": "
                            + reader.frames(
                                    frame -> frame.text("/cause/request_id").equals(id)));
        }
    }

    private static boolean isEnd(Frame frame) {
        return frame.sequence().isPresent()
                && (frame.type().equals("command:result") || frame.type().equals("command:error"));
    }

    private static boolean isEndOf(Frame frame, String requestId) {
        return isEnd(frame) && frame.text("/cause/request_id").equals(requestId);
    }
}
