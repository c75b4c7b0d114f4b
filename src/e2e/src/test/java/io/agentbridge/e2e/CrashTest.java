package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Cut;
import io.agentbridge.e2e.fixture.EventLog;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayCommand;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.LogConnection;
import io.agentbridge.e2e.fixture.LoggingClient;
import io.agentbridge.e2e.fixture.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The real server, killed under load and at the moments that matter, loses nothing that anybody was shown, does nothing twice, and
 * leaves nothing open.
 */
class CrashTest {
    /** So many crashes of one history, which is then compared as a whole; the next begin another. */
    private static final int CYCLES_OF_A_HISTORY = 60;

    private static final int LAST_CYCLE = Proof.cases(60, 3_000);
    private static final int FIRST_CYCLE = Proof.first(CYCLES_OF_A_HISTORY);
    private static final int CYCLES = LAST_CYCLE - FIRST_CYCLE;

    /** Most of what a start takes is the compilation of code that is not used for long. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final String SEGMENT_SUFFIX = ".cq4";
    private static final String DRAFT_SUFFIX = ".tmp";
    private static final int CLIENTS = 8;
    private static final int MOST_ANSWERS = 250;
    private static final long WAIT_SECONDS = 60;
    private static final long MOST_START_MILLIS = 1_500;
    private static final long MOST_STOP_MILLIS = 120;
    private static final long SEED = 20260301;

    /** When the server is killed. */
    private enum Moment {
        /** Under load, at any time. */
        RANDOM,
        /** When the first answer of all has just been received. */
        FIRST_ANSWER,
        /** In the middle of a start. */
        START,
        /** When the journal has just rolled to another segment, as each start after a crash makes it do. */
        SEGMENT,
        /** When it has just begun to listen, before anybody connects. */
        LISTENING,
        /** In the middle of a stop under load. */
        STOP,
        /** While the snapshot of a stop is written. */
        SNAPSHOT
    }

    private static final List<Moment> MOMENTS = List.of(
            Moment.RANDOM,
            Moment.FIRST_ANSWER,
            Moment.RANDOM,
            Moment.START,
            Moment.RANDOM,
            Moment.STOP,
            Moment.RANDOM,
            Moment.SEGMENT,
            Moment.RANDOM,
            Moment.SNAPSHOT,
            Moment.FIRST_ANSWER,
            Moment.LISTENING);

    private final Random random = new Random();
    /** How often the server was alive still when it was killed at its moment. */
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);

    private final Counts counts = new Counts();

    /** What came of all crashes. */
    private static final class Counts {
        private long seenThenLost;
        private long acknowledgedLost;
        private long duplicated;
        private long requests;
        private long sentAgain;
        private long events;
        private long frames;
        private long halfSnapshots;

        @Override
        public String toString() {
            return "acknowledged-lost=" + acknowledgedLost + " seen-then-lost=" + seenThenLost + " duplicated="
                    + duplicated + " requests=" + requests + " sent-again=" + sentAgain + " events=" + events
                    + " frames-seen=" + frames + " half-written-snapshots=" + halfSnapshots;
        }
    }

    @Test
    void whatAnybodySawIsThereAfterTheCrashOnceAndInOrder() throws Exception {
        for (int first = FIRST_CYCLE; first < LAST_CYCLE; first += CYCLES_OF_A_HISTORY) {
            random.setSeed(SEED + first);
            history();
            Proof.progress("kills", first + CYCLES_OF_A_HISTORY - FIRST_CYCLE, counts + " " + kills);
        }
        Proof.report("kills", CYCLES, counts + " " + kills);
        assertAll(
                () -> assertEquals(0, counts.acknowledgedLost, "acknowledged, and lost"),
                () -> assertEquals(0, counts.seenThenLost, "seen, and lost"),
                () -> assertEquals(0, counts.duplicated, "done or shown twice"),
                () -> assertEquals(Set.of(Moment.values()), kills.keySet(), "moments at which it was killed"),
                // A stop may come to its end just before it is killed; anything else would be a proof of less than it
                // says.
                () -> assertTrue(alive() >= CYCLES - CYCLES / 20, "often there was nothing to kill: " + kills),
                () -> assertTrue(counts.requests > 20L * CYCLES, "the load was no load: " + counts),
                () -> assertTrue(counts.sentAgain > CYCLES, "hardly a crash met a request in flight: " + counts));
    }

    /** One data folder over many crashes. */
    private void history() throws Exception {
        Path data = GatewayProcess.temporaryData();
        List<LoggingClient> clients = new ArrayList<>();
        GatewayProcess gateway = GatewayProcess.startWithJavaOptions(QUICK_START, data);
        try {
            try (Client client = Client.connect(gateway)) {
                for (int i = 0; i < CLIENTS; i++) {
                    String agent = client.createAgent();
                    client.settle();
                    clients.add(new LoggingClient(agent, client.complete()));
                }
            }
            long compared = clients.getLast().log().complete();
            for (int cycle = 0; cycle < CYCLES_OF_A_HISTORY; cycle++) {
                Moment moment = MOMENTS.get(cycle % MOMENTS.size());
                gateway = crash(gateway, moment, clients);
                compared = compareAfter(compared, gateway, clients);
            }
            for (LoggingClient client : clients) {
                client.finish(gateway);
            }
            compareAll(gateway, clients);
            gateway.terminate();
            compareJournal(data, gateway);
        } finally {
            gateway.close();
            GatewayProcess.remove(data);
        }
    }

    /** Kills the server at that moment. @return the next one */
    private GatewayProcess crash(GatewayProcess gateway, Moment moment, List<LoggingClient> clients)
            throws InterruptedException {
        switch (moment) {
            case START -> {
                gateway.kill();
                GatewayProcess starting = gateway.beginRestart();
                Thread.sleep(random.nextLong(MOST_START_MILLIS));
                kill(starting, moment);
            }
            case SEGMENT -> {
                gateway.kill();
                Path journal = gateway.data().resolve("journal");
                Set<String> before = files(journal, SEGMENT_SUFFIX);
                GatewayProcess starting = gateway.beginRestart();
                awaitFile(journal, SEGMENT_SUFFIX, before, starting);
                kill(starting, moment);
            }
            case LISTENING -> {
                gateway.kill();
                kill(gateway.restart(), moment);
            }
            case RANDOM -> load(gateway, clients, 1 + random.nextInt(MOST_ANSWERS), working -> kill(working, moment));
            case FIRST_ANSWER -> load(gateway, clients, 1, working -> kill(working, moment));
            case STOP ->
                load(gateway, clients, CLIENTS, stopping -> {
                    stopping.beginStop();
                    Thread.sleep(random.nextLong(MOST_STOP_MILLIS));
                    kill(stopping, moment);
                });
            case SNAPSHOT -> {
                Path snapshots = gateway.data().resolve("snapshots");
                load(gateway, clients, CLIENTS, stopping -> {
                    Set<String> before = files(snapshots, "");
                    stopping.beginStop();
                    awaitFile(snapshots, "", before, stopping);
                    kill(stopping, moment);
                });
                counts.halfSnapshots += files(snapshots, DRAFT_SUFFIX).size();
            }
        }
        return gateway.restart();
    }

    /** Kills a server, and counts that if it had not come to its end before. */
    private void kill(GatewayProcess gateway, Moment moment) {
        if (gateway.isAlive()) {
            kills.merge(moment, 1, Integer::sum);
        }
        gateway.kill();
    }

    private int alive() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What ends a server. */
    private interface End {
        void come(GatewayProcess gateway) throws InterruptedException;
    }

    /** All clients at work, and after so many answers the server's end. */
    private static void load(GatewayProcess gateway, List<LoggingClient> clients, int answers, End end)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(answers);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<CompletableFuture<Void>> work = clients.stream()
                    .map(client -> CompletableFuture.runAsync(() -> client.work(gateway, enough::countDown), threads))
                    .toList();
            try {
                boolean loaded = enough.await(WAIT_SECONDS, TimeUnit.SECONDS);
                assertTrue(loaded, () -> "the load makes no progress:\n" + String.join("\n", gateway.output()));
                end.come(gateway);
            } finally {
                gateway.kill();
            }
            work.forEach(CompletableFuture::join);
        }
    }

    /** Waits for a file that was not there before, or for the server's end. */
    private static void awaitFile(Path folder, String suffix, Set<String> before, GatewayProcess gateway) {
        long begun = System.nanoTime();
        while (gateway.isAlive() && before.containsAll(files(folder, suffix))) {
            assertTrue(
                    System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(WAIT_SECONDS), "no file appears: " + folder);
            Thread.onSpinWait();
        }
    }

    private static Set<String> files(Path folder, String suffix) {
        String[] names = folder.toFile().list((parent, name) -> name.endsWith(suffix));
        return names == null ? Set.of() : Set.of(names);
    }

    /** Compares with the history what was seen since the last time. @return how far the history was compared */
    private long compareAfter(long compared, GatewayProcess gateway, List<LoggingClient> clients) throws IOException {
        EventLog history = new EventLog(compared);
        try (LogConnection connection = new LogConnection(gateway, history, Cut.NEVER)) {
            connection.readThrough(connection.newest());
        }
        long through = Long.MAX_VALUE;
        for (LoggingClient client : clients) {
            counts.seenThenLost += client.log().lostIn(history, compared);
            through = Math.min(through, client.log().complete());
        }
        return through;
    }

    /** Compares with the whole history what was ever seen, and what became of each request. */
    private void compareAll(GatewayProcess gateway, List<LoggingClient> clients) throws IOException {
        EventLog history = new EventLog(0);
        Map<String, Set<String>> commands = new HashMap<>();
        Map<String, Integer> ends = new HashMap<>();
        try (LogConnection connection = new LogConnection(gateway, history, Cut.NEVER)) {
            while (history.complete() < connection.newest()) {
                Frame frame = connection.next();
                String request = frame.text("/cause/request_id");
                String command = frame.text("/payload/command_id");
                if (!command.isEmpty()) {
                    commands.computeIfAbsent(request, key -> new HashSet<>(1)).add(command);
                }
                if (frame.type().equals("command:result") || frame.type().equals("command:error")) {
                    ends.merge(request, 1, Integer::sum);
                }
            }
        }
        counts.events += history.complete();
        counts.duplicated += history.gaps() + history.duplicates();
        for (LoggingClient client : clients) {
            EventLog log = client.log();
            counts.seenThenLost += log.lostIn(history, 0) + log.gaps();
            counts.duplicated += log.duplicates();
            counts.requests += client.answered().size();
            counts.sentAgain += client.repeated();
            counts.frames += log.frames();
            for (String request : client.answered()) {
                counts.acknowledgedLost += ends.containsKey(request) ? 0 : 1;
                counts.duplicated += ends.getOrDefault(request, 1) - 1;
                counts.duplicated += commands.getOrDefault(request, Set.of()).size() > 1 ? 1 : 0;
            }
            Set<String> open = new HashSet<>(client.accepted());
            open.removeAll(ends.keySet());
            counts.acknowledgedLost +=
                    open.stream().filter(commands::containsKey).count();
        }
    }

    /** The journal itself: it replays to what it recorded, and holds every sequence once. */
    private void compareJournal(Path data, GatewayProcess stopped) throws IOException {
        GatewayCommand replay = GatewayCommand.run("replay", "--verify", "--data", data.toString());
        assertEquals(0, replay.exitCode(), () -> replay.everything() + stopped.output());
        Path exported = data.resolve("events.jsonl");
        GatewayCommand export =
                GatewayCommand.run("export", "--data", data.toString(), "--output", exported.toString());
        assertEquals(0, export.exitCode(), export::everything);
        try (Stream<String> lines = Files.lines(exported)) {
            long[] newest = {0};
            lines.forEach(line -> assertEquals(
                    ++newest[0], Json.parse(line).path("sequence").longValue(), "the sequence of an exported event"));
            assertTrue(newest[0] > 0, "nothing was exported");
        }
    }
}
