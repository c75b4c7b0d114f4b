package io.agentbridge.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.bench.peer.VertxEcho;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** That the generator measures right: it would be no use to hold a server to figures that flatter it. */
class LoadGeneratorTest {
    /** Also for connections to be set up, by a machine that has other work, while classes are loaded. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static LoadReport run(URI server, int connections, Pace pace, int millis) throws IOException {
        return LoadGenerator.run(new LoadPlan(
                server, connections, new EchoWorkload(300), pace, Duration.ZERO, Duration.ofMillis(millis), PATIENCE));
    }

    @Test
    void everyRequestToAnotherPeoplesServerIsAnswered() throws Exception {
        try (VertxEcho echo = new VertxEcho(0)) {
            URI uri = URI.create("ws://127.0.0.1:" + echo.port());
            LoadReport closed = run(uri, 3, new Pace.ClosedLoop(4), 300);
            assertEquals(0, closed.failures(), closed.reasons()::toString);
            assertTrue(closed.answered() > 12, "answered " + closed.answered());
            LoadReport open = run(uri, 3, new Pace.OpenLoop(500), 400);
            assertEquals(0, open.failures(), open.reasons()::toString);
            assertEquals(200, open.answered());
        }
    }

    @Test
    void theLatencyOfADelayedAnswerIsAtLeastTheDelay() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            Thread.sleep(20);
            client.send(message);
        })) {
            LoadReport report = run(server.uri(), 2, new Pace.ClosedLoop(1), 300);
            assertEquals(0, report.failures(), report.reasons()::toString);
            assertTrue(report.answered() > 0);
            assertTrue(
                    report.latency().getMinValue() >= 19_900_000,
                    "fastest " + report.latency().getMinValue());
        }
    }

    @Test
    void aStallShowsInEveryRequestThatCameDueDuringIt() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            if (number == 300 && !stalled.getAndSet(true)) {
                Thread.sleep(200);
            }
            client.send(message);
        })) {
            LoadReport report = run(server.uri(), 1, new Pace.OpenLoop(1_000), 1_000);
            assertEquals(0, report.failures(), report.reasons()::toString);
            assertEquals(1_000, report.answered());
            assertTrue(report.micros(100) >= 195_000, "slowest " + report.micros(100));
            // 200 of 1000 requests came due while the server slept; their latencies go down from 200 ms to 0.
            assertTrue(report.micros(95) >= 100_000, "p95 " + report.micros(95));
            assertTrue(report.micros(85) >= 20_000, "p85 " + report.micros(85));
        }
    }

    @Test
    void aLostAnswerIsCountedAndNeverFlattersTheTail() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            if (number % 10 != 0) {
                client.send(message);
            }
        })) {
            LoadReport report = run(server.uri(), 2, new Pace.OpenLoop(500), 400);
            assertEquals(200, server.messages());
            assertEquals(20, report.lost());
            assertEquals(180, report.answered());
            assertEquals(20, report.failures());
            assertTrue(report.micros(95) >= PATIENCE.toNanos() / 1e3, "p95 " + report.micros(95));
        }
    }

    @Test
    void anAnswerThatComesTwiceIsAnError() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            client.send(message);
            if (number == 5) {
                client.send(message);
            }
        })) {
            LoadReport report = run(server.uri(), 1, new Pace.OpenLoop(200), 100);
            assertEquals(20, report.answered());
            assertEquals(1, report.errors());
            assertEquals(0, report.lost());
        }
    }

    @Test
    void anAnswerThatAnswersNothingIsAnError() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            client.send(message);
            client.send("{\"type\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        })) {
            LoadReport report = run(server.uri(), 1, new Pace.OpenLoop(100), 50);
            assertEquals(5, report.answered());
            assertEquals(5, report.errors());
        }
    }

    @Test
    void aConnectionThatBreaksIsAnErrorAndItsRequestsAreLost() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> {
            if (number == 10) {
                client.hangUp();
            } else {
                client.send(message);
            }
        })) {
            LoadReport report = run(server.uri(), 1, new Pace.OpenLoop(200), 200);
            assertEquals(1, report.errors(), report.reasons()::toString);
            assertEquals(10, report.answered());
            assertEquals(30, report.lost());
        }
    }

    @Test
    void aRequestOfTheWarmUpIsSentAndNotCounted() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> client.send(message))) {
            LoadReport report = LoadGenerator.run(new LoadPlan(
                    server.uri(),
                    1,
                    new EchoWorkload(300),
                    new Pace.OpenLoop(100),
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    PATIENCE));
            assertEquals(20, server.messages());
            assertEquals(10, report.answered());
        }
    }

    @Test
    void aServerThatNeverAcknowledgesIsNamedAndNotMeasured() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> client.send(message))) {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> LoadGenerator.run(new LoadPlan(
                            server.uri(),
                            2,
                            new PingWorkload(300),
                            new Pace.ClosedLoop(1),
                            Duration.ZERO,
                            Duration.ofMillis(100),
                            Duration.ofMillis(100))));
            assertTrue(String.valueOf(thrown.getMessage()).startsWith("0 of 2 connections"), thrown.getMessage());
        }
    }

    @Test
    void everyConnectionOfAConnectProbeIsCounted() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, message, client) -> client.send(message))) {
            LoadReport report = ConnectProbe.run(server.uri(), new EchoWorkload(300), 20, PATIENCE);
            assertEquals(20, report.answered());
            assertEquals(0, report.failures());
            LoadReport silent = ConnectProbe.run(server.uri(), new PingWorkload(300), 2, Duration.ofMillis(50));
            assertEquals(2, silent.lost());
        }
    }
}
