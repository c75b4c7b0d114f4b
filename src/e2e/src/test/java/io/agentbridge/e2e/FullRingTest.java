package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.RawConnection;
import io.agentbridge.e2e.fixture.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many more requests than the ring has slots: they wait in the sockets, and nothing else does. */
@Timeout(120)
class FullRingTest {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 1_000;

    @Test
    void everyRequestIsAnsweredOnceAndTheOthersAreServedMeanwhile() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(
                        GatewayProcess.temporaryData(), "--ring-slots", "2", "--durability", "os");
                Client watcher = Client.connect(gateway);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> agents = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> watcher.createAgent())
                    .toList();
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Integer> pings = CompletableFuture.supplyAsync(() -> pingUntil(done, watcher), threads);
            List<CompletableFuture<Void>> floods = agents.stream()
                    .map(agent -> CompletableFuture.runAsync(() -> flood(gateway, agent), threads))
                    .toList();
            for (CompletableFuture<Void> flood : floods) {
                flood.get(100, TimeUnit.SECONDS);
            }
            done.set(true);
            assertTrue(pings.get(20, TimeUnit.SECONDS) > 10, "pings were answered all the while");
            watcher.settle();
            Set<String> ended = new LinkedHashSet<>();
            for (Frame frame : watcher.frames(frame -> frame.type().equals("command:result"))) {
                if (!frame.text("/payload/command_id").isEmpty()) {
                    assertTrue(ended.add(frame.text("/payload/command_id")), "ended twice: " + frame);
                }
            }
            assertEquals(CLIENTS * REQUESTS, ended.size());
            assertTrue(watcher.isOpen());
        }
    }

    /** A client that does not wait for anything; each answer must take no longer than a moment. */
    private static int pingUntil(AtomicBoolean done, Client client) {
        int count = 0;
        while (!done.get()) {
            long before = System.nanoTime();
            assertEquals(
                    "connection:pong",
                    client.call("connection:ping", Map.of("timestamp", "t")).type());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            assertTrue(millis < 5_000, "a ping took " + millis + " ms");
            count++;
        }
        return count;
    }

    /** Sends all requests in one go, then counts the answers to each. */
    private static void flood(GatewayProcess gateway, String agent) {
        try (RawConnection connection = new RawConnection(gateway)) {
            assertEquals(101, connection.status());
            Map<String, Integer> answers = new HashMap<>();
            List<Request> requests = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> Request.of("command:execute", Map.of("command", "n " + i, "agent_id", agent)))
                    .toList();
            Thread sender = Thread.ofVirtual().start(() -> connection.send(requests));
            requests.forEach(request -> answers.put(request.correlationId(), 0));
            Request last = Request.of("connection:ping", Map.of("timestamp", "last"));
            int missing = REQUESTS;
            boolean lastAnswered = false;
            while (missing > 0 || !lastAnswered) {
                RawConnection.ServerFrame read = connection.read();
                assertEquals(RawConnection.TEXT, read.opcode(), "closed with " + read.closeCode());
                var frame = Json.parse(read.text());
                String correlation = frame.path("correlation_id").stringValue("");
                if (answers.containsKey(correlation)) {
                    assertEquals("command:result", frame.path("type").stringValue(""), read.text());
                    assertEquals(1, answers.merge(correlation, 1, Integer::sum), "answered twice: " + read.text());
                    if (--missing == 0) {
                        sender.join();
                        connection.send(RawConnection.TEXT, true, last.text().getBytes(StandardCharsets.UTF_8));
                    }
                }
                lastAnswered |= correlation.equals(last.correlationId());
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
