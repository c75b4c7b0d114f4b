package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Cut;
import io.agentbridge.e2e.fixture.EventLog;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.LogConnection;
import io.agentbridge.e2e.fixture.LoggingClient;
import io.agentbridge.e2e.fixture.Proof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Clients whose network fails at any byte go on where they were: the log of each is the journal. */
class ReconnectTest {
    private static final int CUTS = Proof.cases(2_000, 50_000);
    private static final int FOLLOWERS = 4;
    private static final int LOADING_CLIENTS = 2;

    /**
     * After so many cuts a follower stays away until it is far behind. The others fall behind meanwhile, too: in the long run they
     * need some hundreds of cuts to come back to what is in memory.
     */
    private static final int CUTS_BETWEEN_ABSENCES = Proof.cases(100, 400);
    /** What 1 MiB of tail never holds. */
    private static final long FAR_BEHIND_EVENTS = 1_500;
    /** What it always holds; while nobody is away, the load waits for followers that are further behind. */
    private static final long CLOSE_EVENTS = 100;

    private static final long AWAY = Long.MAX_VALUE;
    private static final int HANDSHAKE_BYTES = 1_500;
    private static final int LEAST_INBOUND_BITS = 10;
    private static final int MOST_INBOUND_BITS = 17;
    private static final int MOST_OUTBOUND_BYTES = 600;
    private static final long POLL_NANOS = 200_000;
    private static final long SEED = 20261124;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong newest = new AtomicLong();
    private final AtomicLongArray positions = new AtomicLongArray(FOLLOWERS);
    private final AtomicInteger away = new AtomicInteger();
    private final AtomicLong unsubscribed = new AtomicLong();
    private final AtomicLong fromDisk = new AtomicLong();
    private final AtomicLong fromMemory = new AtomicLong();

    @Test
    void aFollowerThatIsCutOffAtRandomBytesHasNoGapAndNoDuplicate() throws Exception {
        GatewayProcess gateway =
                GatewayProcess.start(GatewayProcess.temporaryData(), "--tail-bytes", "1MiB", "--durability", "os");
        try {
            List<EventLog> logs = followUnderLoad(gateway);
            gateway.kill();
            gateway = gateway.restart();
            compare(gateway, logs);
        } finally {
            gateway.close();
        }
    }

    private List<EventLog> followUnderLoad(GatewayProcess gateway) {
        List<EventLog> logs = new ArrayList<>();
        List<CompletableFuture<Void>> followers = new ArrayList<>();
        List<CompletableFuture<Void>> load = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (LoggingClient client : loadingClients(gateway)) {
                load.add(CompletableFuture.runAsync(() -> client.work(gateway, () -> moderate(client)), threads));
            }
            for (int i = 0; i < FOLLOWERS; i++) {
                int number = i;
                EventLog log = new EventLog(0);
                logs.add(log);
                followers.add(CompletableFuture.runAsync(() -> follow(gateway, log, number), threads));
            }
            try {
                followers.forEach(CompletableFuture::join);
            } finally {
                ended.set(true);
                gateway.kill();
            }
            load.forEach(CompletableFuture::join);
        }
        return logs;
    }

    private static List<LoggingClient> loadingClients(GatewayProcess gateway) {
        List<LoggingClient> clients = new ArrayList<>();
        try (Client client = Client.connect(gateway)) {
            for (int i = 0; i < LOADING_CLIENTS; i++) {
                String agent = client.createAgent();
                clients.add(new LoggingClient(agent, client.complete()));
            }
        }
        return clients;
    }

    /** Lets the load run ahead of the followers only while one of them waits for that. */
    private void moderate(LoggingClient client) {
        long complete = newest.accumulateAndGet(client.log().complete(), Math::max);
        while (away.get() == 0 && complete - slowest() > CLOSE_EVENTS && !ended.get()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private long slowest() {
        long slowest = Long.MAX_VALUE;
        for (int i = 0; i < FOLLOWERS; i++) {
            slowest = Math.min(slowest, positions.get(i));
        }
        return slowest;
    }

    private void follow(GatewayProcess gateway, EventLog log, int number) {
        Random random = new Random(SEED + number);
        for (int cut = 1; cut <= CUTS / FOLLOWERS; cut++) {
            readUntilCut(gateway, log, number, cut(random));
            if (cut % CUTS_BETWEEN_ABSENCES == 0) {
                stayAway(log, number);
            }
        }
        positions.set(number, AWAY);
    }

    private void stayAway(EventLog log, int number) {
        away.incrementAndGet();
        positions.set(number, AWAY);
        while (newest.get() - log.complete() < FAR_BEHIND_EVENTS) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        positions.set(number, log.complete());
        away.decrementAndGet();
    }

    private void readUntilCut(GatewayProcess gateway, EventLog log, int number, Cut cut) {
        boolean subscribed = false;
        try (LogConnection connection = new LogConnection(gateway, log, cut)) {
            subscribed = true;
            long behind = connection.newest() - log.complete();
            if (behind >= FAR_BEHIND_EVENTS) {
                fromDisk.incrementAndGet();
            } else if (behind <= CLOSE_EVENTS) {
                fromMemory.incrementAndGet();
            }
            while (true) {
                connection.next();
                positions.set(number, log.complete());
            }
        } catch (IOException failed) {
            if (!Cut.caused(failed)) {
                throw new AssertionError("the server ended the connection", failed);
            }
            unsubscribed.addAndGet(subscribed ? 0 : 1);
        }
    }

    /** Any byte: a third of them in the handshake and the subscription, others more the nearer they are. */
    private static Cut cut(Random random) {
        int bits = LEAST_INBOUND_BITS + random.nextInt(MOST_INBOUND_BITS - LEAST_INBOUND_BITS);
        long inbound =
                random.nextInt(3) == 0 ? random.nextLong(HANDSHAKE_BYTES) : (1L << bits) + random.nextLong(1L << bits);
        long outbound = random.nextInt(6) == 0 ? random.nextInt(MOST_OUTBOUND_BYTES) : Long.MAX_VALUE;
        return new Cut(inbound, outbound, random.nextBoolean());
    }

    /** The restarted server has nothing in memory: the whole history comes from the journal. */
    private void compare(GatewayProcess gateway, List<EventLog> logs) throws IOException {
        EventLog journal = new EventLog(0);
        long through;
        try (LogConnection connection = new LogConnection(gateway, journal, Cut.NEVER)) {
            through = connection.newest();
            connection.readThrough(through);
        }
        long lost = 0;
        long gaps = journal.gaps();
        long duplicates = journal.duplicates();
        long frames = 0;
        for (EventLog log : logs) {
            try (LogConnection connection = new LogConnection(gateway, log, Cut.NEVER)) {
                connection.readThrough(through);
            }
            lost += log.lostIn(journal, 0);
            gaps += log.gaps();
            duplicates += log.duplicates();
            frames += log.frames();
        }
        String counts = "gaps=" + gaps + " duplicates=" + duplicates + " different=" + lost + " events=" + through
                + " frames=" + frames + " cut-before-subscribed=" + unsubscribed + " resumed-from-disk=" + fromDisk
                + " resumed-from-memory=" + fromMemory;
        Proof.report("reconnects", CUTS, counts);
        assertAll(
                () -> assertTrue(counts.startsWith("gaps=0 duplicates=0 different=0 "), counts),
                () -> assertEquals(0, CUTS % FOLLOWERS),
                () -> assertTrue(unsubscribed.get() > CUTS / 10, counts),
                () -> assertTrue(fromDisk.get() > CUTS / 50, counts),
                () -> assertTrue(fromMemory.get() > CUTS / 50, counts));
    }
}
