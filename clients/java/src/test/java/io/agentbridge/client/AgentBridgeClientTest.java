package io.agentbridge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.RequestTimeoutException;
import io.agentbridge.client.error.UnexpectedAnswerException;
import io.agentbridge.client.error.ValidationException;
import io.agentbridge.client.fixture.Collector;
import io.agentbridge.client.fixture.GatewayProcess;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.options.Backoff;
import io.agentbridge.client.options.ConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is this client's own: its futures, subscribers and options. What all clients do alike, {@code clients/conformance} shows. */
final class AgentBridgeClientTest {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new GatewayProcess();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static AgentBridgeClient client() {
        return get(AgentBridgeClient.connect(ConnectOptions.to(gateway.uri())));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static <E extends Throwable> E failure(Class<E> kind, CompletableFuture<?> future) {
        CompletionException failed = assertThrows(CompletionException.class, () -> get(future));
        return assertInstanceOf(kind, failed.getCause());
    }

    private static Agent agent(AgentBridgeClient bridge) {
        return get(bridge.createAgent(AgentRequest.worker()));
    }

    private static String echo(Map<String, ?> script) {
        return "@echo " + JsonObject.of(script);
    }

    private static List<String> metricsUpTo(Collector<Event> events, String last) {
        return events.upTo(event -> event.payload().value("metric_name").equals(Optional.of(last))).stream()
                .flatMap(event -> event.payload().optionalText("metric_name").stream())
                .toList();
    }

    @Test
    void aSlowSubscriberIsLeftBehindAndCatchesUpAndAnswersDoNotWaitForIt() {
        ConnectOptions narrow = ConnectOptions.to(gateway.uri()).withMaxEvents(40);
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient slow = get(AgentBridgeClient.connect(narrow))) {
            Collector<Event> events = Collector.of(slow.events());
            Agent agent = agent(bridge);
            List<String> wanted = new ArrayList<>();
            for (int n = 0; n < 300; n++) {
                wanted.add("slow-" + n);
                get(bridge.metric("slow-" + n, n));
            }
            assertEquals(
                    "quick", get(slow.execute(agent.id(), "quick").result()).result());
            assertTrue(slow.position().sequence() + 200 < bridge.position().sequence(), "it let go of most");
            assertEquals(wanted, metricsUpTo(events, "slow-299"));
        }
    }

    @Test
    void aSubscriberWhoReadsWhileItsMailboxIsFoundFullIsNotForgotten() {
        ConnectOptions narrow = ConnectOptions.to(gateway.uri()).withMaxEvents(1);
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient quick = get(AgentBridgeClient.connect(narrow))) {
            Collector<Event> events = Collector.of(quick.events());
            CompletableFuture<List<String>> seen =
                    CompletableFuture.supplyAsync(() -> metricsUpTo(events, "narrow-1999"));
            List<String> wanted = new ArrayList<>();
            for (int n = 0; n < 2000; n++) {
                wanted.add("narrow-" + n);
                get(bridge.metric("narrow-" + n, n));
            }
            assertEquals(wanted, get(seen));
        }
    }

    @Test
    void aRefusedSubscriptionLeavesTheEventsAndTheAnswersAsTheyWere() {
        try (AgentBridgeClient bridge = client()) {
            Collector<Event> events = Collector.of(bridge.events());
            Filter tooMany = Filter.everything()
                    .agents(Collections.nCopies(65, "worker-1-00000001").toArray(String[]::new));
            failure(ValidationException.class, bridge.subscribe(Start.now(), tooMany));
            agent(bridge);
            get(bridge.metric("after", 1));
            assertEquals(List.of("after"), metricsUpTo(events, "after"));
        }
    }

    @Test
    void eventsHaveOneSubscriberAtATime() {
        try (AgentBridgeClient bridge = client()) {
            Collector<Event> first = Collector.of(bridge.events());
            Collector<Event> second = Collector.of(bridge.events());
            CompletionException refused = assertThrows(CompletionException.class, second::all);
            assertInstanceOf(IllegalStateException.class, refused.getCause());
            first.cancel();
            Collector<Event> third = Collector.of(bridge.events());
            get(bridge.metric("third", 1));
            assertEquals(List.of("third"), metricsUpTo(third, "third"));
        }
    }

    @Test
    void progressThatNobodyTakesIsBoundedAndCounted() {
        ConnectOptions narrow = ConnectOptions.to(gateway.uri()).withMaxProgress(3);
        try (AgentBridgeClient bridge = get(AgentBridgeClient.connect(narrow))) {
            CommandHandle handle = bridge.execute(
                    agent(bridge).id(),
                    echo(Map.of("text", "done", "progress", List.of("1", "2", "3", "4", "5", "6"))));
            assertEquals("done", get(handle.result()).result());
            assertTrue(handle.dropped() >= 3, "dropped: " + handle.dropped());
            assertEquals(3, Collector.of(handle).all().size());
        }
    }

    @Test
    void aFutureOfTheResultLeavesTheCommandRunningAndToCancelWhatHasEndedDoesNothing() {
        try (AgentBridgeClient bridge = client()) {
            CommandHandle handle = bridge.execute(agent(bridge).id(), echo(Map.of("text", "late", "delay_ms", 300)));
            assertTrue(handle.result().cancel(true));
            assertEquals("late", get(handle.result()).result());
            get(handle.cancel());
        }
    }

    @Test
    void whatWaitsWhenTheClientIsClosedFailsAndTheEventsEnd() {
        AgentBridgeClient bridge = client();
        Collector<Event> events = Collector.of(bridge.events());
        CommandHandle hanging = bridge.execute(agent(bridge).id(), echo(Map.of("hang", true)));
        bridge.close();
        failure(NotConnectedException.class, hanging.result());
        failure(NotConnectedException.class, bridge.status());
        events.all();
    }

    @Test
    void whoSubscribesToAClosedClientIsToldOfTheEnd() {
        AgentBridgeClient bridge = client();
        bridge.close();
        failure(NotConnectedException.class, bridge.status());
        for (int n = 0; n < 20; n++) {
            assertEquals(List.of(), Collector.of(bridge.events()).all());
            failure(NotConnectedException.class, bridge.subscribe(Start.now()));
            failure(
                    NotConnectedException.class,
                    bridge.execute("worker-1-00000001", "x").result());
        }
        Collector<HistoryPage> pages = Collector.of(bridge.historyPages(HistoryRequest.everything()));
        assertInstanceOf(
                NotConnectedException.class,
                assertThrows(CompletionException.class, pages::all).getCause());
    }

    @Test
    void anExecutorThatRefusesWorkLeavesNobodyWaitingAndNoConnectionOpen() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (AgentBridgeClient watcher = client()) {
            long before = connections(watcher);
            AgentBridgeClient bridge = get(
                    AgentBridgeClient.connect(ConnectOptions.to(gateway.uri()).withCallbacks(executor)));
            Collector<Event> events = Collector.of(bridge.events());
            CommandHandle hanging = bridge.execute(agent(bridge).id(), echo(Map.of("hang", true)));
            executor.shutdown();
            get(bridge.metric("refused", 1));
            assertEquals(List.of("refused"), metricsUpTo(events, "refused"));
            bridge.close();
            failure(NotConnectedException.class, hanging.result());
            events.all();
            await(() -> connections(watcher) == before);
        }
    }

    @Test
    void toCancelTheConnectingLeavesNoConnectionOpen() {
        try (AgentBridgeClient watcher = client()) {
            long before = connections(watcher);
            for (int n = 0; n < 20; n++) {
                AgentBridgeClient.connect(ConnectOptions.to(gateway.uri())).cancel(true);
            }
            AgentBridgeClient last = client();
            last.close();
            await(() -> connections(watcher) == before);
        }
    }

    private static long connections(AgentBridgeClient bridge) {
        return get(bridge.status()).connections().whole("active_connections");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited in vain");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void whereAFilterKeepsTheIdOfACommandOutToCancelItWaitsForItsEndOrTheTimeForRequests() {
        ConnectOptions impatient = ConnectOptions.to(gateway.uri()).withRequestTimeout(Duration.ofMillis(500));
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient blind = get(AgentBridgeClient.connect(impatient))) {
            get(blind.subscribe(Start.now(), Filter.everything().types("system:metric")));
            Agent agent = agent(bridge);
            CommandHandle hanging = blind.execute(agent.id(), echo(Map.of("hang", true)));
            failure(RequestTimeoutException.class, hanging.cancel());
            get(bridge.subscribe(Start.now(), Filter.everything().types("system:metric")));
            CommandHandle ending = bridge.execute(agent(bridge).id(), echo(Map.of("text", "end", "delay_ms", 200)));
            get(ending.cancel());
            assertEquals("end", get(ending.result()).result());
        }
    }

    @Test
    void aServerThatIsNotThereIsNotWaitedFor() {
        ConnectOptions nowhere = ConnectOptions.to(URI.create("ws://127.0.0.1:1"));
        failure(NotConnectedException.class, AgentBridgeClient.connect(nowhere));
    }

    @Test
    void reconnectingGivesUpAfterSoManyAttempts() throws IOException {
        Backoff impatient = new Backoff(Duration.ofMillis(10), Duration.ofMillis(20), 3, Duration.ofSeconds(5));
        try (GatewayProcess own = new GatewayProcess();
                AgentBridgeClient bridge = get(
                        AgentBridgeClient.connect(ConnectOptions.to(own.uri()).withBackoff(impatient)))) {
            Collector<Event> events = Collector.of(bridge.events());
            CommandHandle handle = bridge.execute(agent(bridge).id(), echo(Map.of("hang", true)));
            own.kill();
            NotConnectedException given = failure(NotConnectedException.class, handle.result());
            assertTrue(String.valueOf(given.getMessage()).contains("3 attempts"), given.getMessage());
            assertInstanceOf(
                    NotConnectedException.class,
                    assertThrows(CompletionException.class, events::all).getCause());
        }
    }

    @Test
    void aPageOfTheHistoryThatLeadsNowhereIsAnError() {
        HistoryPage stuck = new HistoryPage(List.of(), 5, 5, Optional.of(5L), 9);
        HistoryRequest request = HistoryRequest.everything().from(5);
        Collector<HistoryPage> pages = Collector.of(
                new HistoryPages(request, Thread::startVirtualThread, _ -> CompletableFuture.completedFuture(stuck)));
        assertInstanceOf(
                UnexpectedAnswerException.class,
                assertThrows(CompletionException.class, pages::all).getCause());
    }

    @Test
    void optionsDoNotShowTheToken() {
        ConnectOptions options = ConnectOptions.local().withToken("secret");
        assertFalse(options.toString().contains("secret"));
    }
}
