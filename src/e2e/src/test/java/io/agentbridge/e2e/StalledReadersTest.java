package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Cut;
import io.agentbridge.e2e.fixture.EventLog;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.LogConnection;
import io.agentbridge.e2e.fixture.LogReaders;
import io.agentbridge.e2e.fixture.LoggingClient;
import io.agentbridge.e2e.fixture.Proof;
import io.agentbridge.e2e.fixture.ServerMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Clients that stop reading cost the server a bounded piece each, whatever they miss, and others nothing at all; what they missed they
 * get from the disk.
 */
class StalledReadersTest {
    private static final int STALLED = 200;
    private static final int LOADING_CLIENTS = 2;
    private static final int ANSWERS = LOADING_CLIENTS * Proof.cases(700, 7_000);

    /** Every so many begin at the first event, and stall while they are shown what is on the disk only. */
    private static final int FROM_THE_FIRST_EVENT = 4;

    /** Every so many give no sign of life, so that the server cuts them off: by its documented rule 40 s after they came. */
    private static final int SILENT = 10;

    private static final long CUT_OFF_SECONDS = 120;

    /** An event bears it once or twice; twice as much would be stored apart. */
    private static final String TEXT = " and so on".repeat(800);

    /** Not even a single copy of the frames that they miss finds room beside the heap, let alone one for each. */
    private static final String SMALL_MEMORY = "-Xmx96m -XX:MaxDirectMemorySize=40m " + ServerMemory.TRACKING;

    private static final long MOST_BYTES_EACH = 640 << 10;
    /** Each misses half of it at least. */
    private static final long LEAST_BYTES_OF_HISTORY = 42_000_000;

    private static final long POLL_NANOS = 1_000_000;

    private final List<LoggingClient> loading = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong newest = new AtomicLong();
    private final AtomicInteger connected = new AtomicInteger();

    @Test
    void twoHundredStalledReadersHurtNobodyAndMissNothing() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.startWithJavaOptions(
                        SMALL_MEMORY,
                        GatewayProcess.temporaryData(),
                        "--durability=os",
                        "--tail-bytes=2MiB",
                        "--max-state-bytes=2MiB",
                        "--max-ended-objects=100",
                        "--idempotency-window=1000");
                LogReaders stalled = new LogReaders()) {
            createAgents(gateway);
            ServerMemory before = ServerMemory.of(gateway);
            stallUnderLoad(gateway, stalled);
            ServerMemory during = ServerMemory.of(gateway);
            awaitConnections(gateway, STALLED - STALLED / SILENT);
            EventLog history = new EventLog(0);
            try (LogConnection connection = new LogConnection(gateway, history, Cut.NEVER)) {
                connection.readThrough(connection.newest());
            }
            stalled.readOn(gateway, history);
            report(gateway, stalled, history, before, during);
        }
    }

    private void createAgents(GatewayProcess gateway) {
        try (Client client = Client.connect(gateway)) {
            for (int i = 0; i < LOADING_CLIENTS; i++) {
                String agent = client.createAgent();
                client.settle();
                loading.add(new LoggingClient(agent, client.complete(), number -> TEXT));
            }
            newest.set(client.complete());
        }
    }

    /** Some get all their answers while more and more others stall. */
    private void stallUnderLoad(GatewayProcess gateway, LogReaders stalled) throws IOException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletableFuture<Void> load = CompletableFuture.allOf(loading.stream()
                    .map(client -> CompletableFuture.runAsync(() -> work(gateway, client), threads))
                    .toArray(CompletableFuture[]::new));
            while (stalled.count() < STALLED) {
                while (answers.get() < due(stalled.count()) && !load.isDone()) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
                if (stalled.count() % SILENT == 0) {
                    stalled.connectSilent(gateway, newest.get());
                } else if (stalled.count() % FROM_THE_FIRST_EVENT == 1) {
                    stalled.connect(gateway, 0);
                } else {
                    stalled.connect(gateway, newest.get());
                }
                connected.set(stalled.count());
            }
            load.join();
        }
        assertEquals(ANSWERS, answers.get(), "answers that came");
    }

    /** Half of the load passes while they come, so that each stalls elsewhere, the other half while all of them stall. */
    private static int due(int readers) {
        return readers * (ANSWERS / 2) / STALLED;
    }

    private void work(GatewayProcess gateway, LoggingClient client) {
        try {
            client.work(gateway, ANSWERS / LOADING_CLIENTS, () -> {
                answers.incrementAndGet();
                newest.accumulateAndGet(client.log().complete(), Math::max);
                awaitReaders();
            });
        } catch (IOException ended) {
            throw new AssertionError("a client that reads lost its connection", ended);
        }
    }

    private void awaitReaders() {
        for (int come = connected.get(); come < STALLED && answers.get() > due(come + 1); come = connected.get()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Waits until the server has cut off all others. */
    private static void awaitConnections(GatewayProcess gateway, int count) throws InterruptedException {
        try (Client client = Client.connect(gateway)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CUT_OFF_SECONDS);
            String connections = "/payload/connections/active_connections";
            while (client.call("system:status", Map.of()).at(connections).intValue() > count + 1) {
                assertTrue(System.nanoTime() < deadline, "who gives no sign of life is not cut off");
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void report(
            GatewayProcess gateway, LogReaders stalled, EventLog history, ServerMemory before, ServerMemory during) {
        long heapEach = (during.heapBytes() - before.heapBytes()) / STALLED;
        long directEach = (during.directBytes() - before.directBytes()) / STALLED;
        String counts = "gaps=" + stalled.gaps() + " duplicates=" + stalled.duplicates() + " different="
                + stalled.different() + " answers-to-others=" + answers + " events=" + history.complete()
                + " bytes-of-history=" + history.characters() + " heap-for-each=" + heapEach
                + " direct-for-each=" + directEach + " cut-off="
                + stalled.cutOff();
        Proof.report("stalled-readers", STALLED, counts);
        assertAll(
                () -> assertTrue(counts.startsWith("gaps=0 duplicates=0 different=0 "), counts),
                () -> assertTrue(history.characters() > LEAST_BYTES_OF_HISTORY, counts),
                () -> assertTrue(heapEach + directEach < MOST_BYTES_EACH, counts),
                () -> assertEquals(STALLED / SILENT, stalled.cutOff(), "cut off by the server"),
                () -> assertTrue(
                        gateway.output().stream().noneMatch(line -> line.contains("OutOfMemoryError")),
                        () -> String.join("\n", gateway.output())));
    }
}
