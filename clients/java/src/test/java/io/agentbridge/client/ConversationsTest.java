package io.agentbridge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.error.AgentException;
import io.agentbridge.client.error.CommandException;
import io.agentbridge.client.error.ConflictException;
import io.agentbridge.client.error.MessageTooLargeException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.error.TaskException;
import io.agentbridge.client.error.UnauthorizedException;
import io.agentbridge.client.error.ValidationException;
import io.agentbridge.client.fixture.Collector;
import io.agentbridge.client.fixture.CuttingProxy;
import io.agentbridge.client.fixture.GatewayProcess;
import io.agentbridge.client.fixture.Repository;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.AgentStatus;
import io.agentbridge.client.model.AgentType;
import io.agentbridge.client.model.Approval;
import io.agentbridge.client.model.ApprovalOutcome;
import io.agentbridge.client.model.CommandResult;
import io.agentbridge.client.model.Decision;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.HandoffStage;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Progress;
import io.agentbridge.client.model.Retry;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.State;
import io.agentbridge.client.model.StopMode;
import io.agentbridge.client.model.Task;
import io.agentbridge.client.model.TaskStatus;
import io.agentbridge.client.options.Backoff;
import io.agentbridge.client.options.ConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations with the real gateway: its jar, its sockets, its journal, and agents that echo. */
final class ConversationsTest {
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Integer.MAX_VALUE, Duration.ofMillis(500));
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
        return client(gateway.uri());
    }

    private static AgentBridgeClient client(URI uri) {
        return get(AgentBridgeClient.connect(ConnectOptions.to(uri).withBackoff(QUICK)));
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

    private static List<String> contents(CommandHandle handle) {
        return Collector.of(handle).all().stream()
                .flatMap(piece -> piece.content().stream())
                .map(String::valueOf)
                .toList();
    }

    /** What comes up to the metric of a name, without deltas. */
    private static List<Event> everything(Collector<Event> events, String name) {
        return events.upTo(event -> event.payload().value("metric_name").equals(Optional.of(name))).stream()
                .filter(event -> event.sequence().isPresent())
                .toList();
    }

    private static List<Long> sequences(List<Event> events) {
        return events.stream()
                .filter(event -> !event.more())
                .map(event -> event.sequence().orElseThrow())
                .toList();
    }

    private static void assertGapFree(List<Long> sequences) {
        assertEquals(
                LongStream.rangeClosed(sequences.getFirst(), sequences.getLast())
                        .boxed()
                        .toList(),
                sequences);
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain");
            Thread.onSpinWait();
        }
    }

    @Test
    void anAgentAnswersAPromptAsItIsStreamed() {
        try (AgentBridgeClient bridge = client()) {
            Agent agent = get(bridge.createAgent(
                    AgentRequest.of(AgentType.MANAGER).name("Ada").capabilities("coding")));
            assertEquals("Ada", agent.name());
            assertEquals(List.of("coding"), agent.capabilities());
            CommandHandle handle = bridge.execute(
                    agent.id(),
                    echo(Map.of(
                            "text",
                            "hello big world",
                            "chunks",
                            3,
                            "delay_ms",
                            60,
                            "progress",
                            List.of("one", "two"))));
            List<Progress> pieces = Collector.of(handle).all();
            assertEquals(
                    List.of("one", "two"),
                    pieces.stream().flatMap(piece -> piece.content().stream()).toList());
            assertEquals(
                    "hello big world",
                    String.join(
                            "",
                            pieces.stream()
                                    .flatMap(piece -> piece.delta().stream())
                                    .toList()));
            assertTrue(pieces.stream().anyMatch(piece -> piece.status().equals("executing")));
            CommandResult answer = get(handle.result());
            assertEquals("hello big world", answer.result());
            assertEquals(handle.commandId(), answer.commandId());
            assertTrue(answer.usage().isPresent());
            assertEquals(0, handle.dropped());
        }
    }

    @Test
    void threeAgentsWorkAtOnceAndEachHandleHearsItsOwn() {
        try (AgentBridgeClient bridge = client()) {
            List<Agent> agents =
                    IntStream.range(0, 3).mapToObj(_ -> bridge.createAgent(AgentRequest.worker())).toList().stream()
                            .map(ConversationsTest::get)
                            .toList();
            List<CommandHandle> handles = IntStream.range(0, 3)
                    .mapToObj(n -> bridge.execute(
                            agents.get(n).id(), echo(Map.of("hang", true, "progress", List.of("piece " + n)))))
                    .toList();
            // None of them ends, and yet all of them speak: they work at once.
            for (int n = 0; n < 3; n++) {
                Optional<Object> wanted = Optional.of("piece " + n);
                Collector.of(handles.get(n)).first(piece -> piece.content().equals(wanted));
            }
            handles.forEach(handle -> get(handle.cancel()));
            handles.forEach(handle -> failure(CommandException.class, handle.result()));
        }
    }

    @Test
    void aTextOfAnySizeComesBackUnchanged() {
        try (AgentBridgeClient bridge = client()) {
            Agent agent = agent(bridge);
            for (int size : List.of(1, 2_000, 100_000)) {
                String text = "ä€😀\"\\\n\t\u0001<&>".repeat(size) + "x";
                assertEquals(
                        text, get(bridge.execute(agent.id(), text).result()).result());
            }
        }
    }

    @Test
    void aTaskGoesFromPendingToCompleted() {
        try (AgentBridgeClient bridge = client()) {
            Collector<Event> events = Collector.of(bridge.events());
            Agent agent = agent(bridge);
            Task task = get(bridge.assignTask(
                    TaskRequest.of("Write")
                            .description("One page.")
                            .metadata(Map.of("branch", "x"))
                            .priority(3)
                            .retry(new Retry(2, 10)),
                    agent.id()));
            assertEquals(Optional.of(agent.id()), task.assignedAgent());
            assertEquals(TaskStatus.PENDING, task.status());
            Event complete = events.first(event -> event.type().equals("task:complete"));
            assertEquals(task.id(), complete.task().orElseThrow().id());
            assertTrue(complete.task().orElseThrow().result().toString().contains("One page."));
        }
    }

    @Test
    void aWaitingTaskIsCancelled() {
        try (AgentBridgeClient bridge = client()) {
            Collector<Event> events = Collector.of(bridge.events());
            Task task =
                    get(bridge.assignTask(TaskRequest.of("Never").requiredCapabilities("none-" + UUID.randomUUID())));
            assertTrue(task.assignedAgent().isEmpty());
            get(bridge.cancelTask(task.id()));
            events.first(event -> event.task()
                    .filter(shown -> shown.id().equals(task.id()) && shown.status() == TaskStatus.CANCELLED)
                    .isPresent());
        }
    }

    @Test
    void aRunningCommandIsCancelled() {
        try (AgentBridgeClient bridge = client()) {
            Agent agent = agent(bridge);
            CommandHandle handle = bridge.execute(agent.id(), echo(Map.of("hang", true)));
            get(handle.cancel());
            assertEquals(
                    Optional.of("cancelled"),
                    failure(CommandException.class, handle.result()).status());
            get(handle.cancel());
            assertEquals(
                    "again", get(bridge.execute(agent.id(), "again").result()).result());
        }
    }

    @Test
    void aStoppedAgentIsStoppedForAllAndItsCommandEnds() {
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient other = client()) {
            Collector<Event> events = Collector.of(other.events());
            Agent agent = agent(bridge);
            CommandHandle handle = bridge.execute(agent.id(), echo(Map.of("hang", true)));
            get(bridge.stopAgent(agent.id(), StopMode.KILL, "enough"));
            Event stopped = events.first(event -> event.type().equals("agent:stopped"));
            assertEquals(AgentStatus.STOPPED, stopped.agent().orElseThrow().status());
            failure(CommandException.class, handle.result());
        }
    }

    @Test
    void aPermissionIsAskedOfEverybodyAndTheFirstAnswerWins() {
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient other = client()) {
            Collector<Event> events = Collector.of(bridge.events());
            Collector<Event> others = Collector.of(other.events());
            Agent agent = agent(bridge);
            CommandHandle handle = bridge.execute(
                    agent.id(), echo(Map.of("ask", Map.of("tool_name", "Bash", "input", Map.of("command", "ls")))));
            Approval approval = others.first(event -> event.type().equals("approval:requested"))
                    .approval()
                    .orElseThrow();
            assertEquals("Bash", approval.toolName());
            assertEquals(Optional.of(JsonObject.of(Map.of("command", "ls"))), approval.input());
            get(other.respondApproval(approval.id(), Decision.ALLOW, Map.of("command", "pwd")));
            failure(RequestException.class, bridge.respondApproval(approval.id(), Decision.DENY, "no"));
            assertTrue(get(handle.result()).result().startsWith("allowed"));
            Event resolved = events.first(event -> event.type().equals("approval:resolved"));
            assertEquals(
                    Optional.of(ApprovalOutcome.ALLOWED),
                    resolved.approval().orElseThrow().outcome());
        }
    }

    @Test
    void agentsTalkAndEverybodySeesIt() {
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient other = client()) {
            Collector<Event> events = Collector.of(other.events());
            String one = agent(bridge).id();
            String two = agent(bridge).id();
            get(bridge.message(RelayRequest.of(one, two, "hello").metadata(Map.of("n", 1))));
            get(bridge.coordinate(
                    RelayRequest.of(one, two, "plan").phase("start").requiresResponse(false)));
            get(bridge.handoff(RelayRequest.of(one, two, "yours")
                    .stage(HandoffStage.INITIATE)
                    .reason("done here")
                    .context(Map.of("files", List.of("a")))));
            get(bridge.metric("speed", 2.5, one));
            for (String type : List.of("agent:message", "agent:coordination", "agent:handoff")) {
                assertEquals(
                        two,
                        events.first(event -> event.type().equals(type))
                                .payload()
                                .text("to_agent"));
            }
            Event metric = events.first(event -> event.type().equals("system:metric"));
            assertEquals(2.5, metric.payload().decimal("metric_value"));
        }
    }

    @Test
    void theStatusCounts() {
        try (AgentBridgeClient bridge = client()) {
            agent(bridge);
            assertTrue(get(bridge.status()).agents().whole("total") >= 1);
        }
    }

    @Test
    void everyErrorHasItsException() {
        try (AgentBridgeClient bridge = client()) {
            String nobody = "worker-1-00000000";
            Agent agent = agent(bridge);
            assertEquals(
                    Optional.of(nobody),
                    failure(CommandException.class, bridge.execute(nobody, "x").result())
                            .agentId());
            CommandException failed = failure(
                    CommandException.class,
                    bridge.execute(agent.id(), echo(Map.of("fail", "it broke", "failure", "network")))
                            .result());
            assertTrue(String.valueOf(failed.getMessage()).contains("it broke"));
            assertEquals(Optional.of("failed"), failed.status());
            failure(TaskException.class, bridge.assignTask(TaskRequest.of("x"), nobody));
            failure(TaskException.class, bridge.cancelTask("no-such-task"));
            failure(CommandException.class, bridge.cancelCommand("no-such-command"));
            failure(AgentException.class, bridge.stopAgent(nobody, StopMode.GRACEFUL));
            failure(
                    RequestException.class,
                    bridge.createAgent(AgentRequest.worker().backend("no-such-backend")));
            failure(ValidationException.class, bridge.createAgent(AgentRequest.of(AgentType.UNRECOGNIZED)));
            failure(RequestException.class, bridge.respondApproval("no-such-approval", Decision.ALLOW));
            failure(
                    MessageTooLargeException.class,
                    bridge.execute(agent.id(), "x".repeat(11 << 20)).result());
            failure(
                    CommandException.class,
                    bridge.execute(agent.id(), echo(Map.of("exit", true))).result());
        }
    }

    @Test
    void aRequestThatIsMadeAgainIsCarriedOutOnce() {
        UUID mine = UUID.randomUUID();
        String first;
        try (AgentBridgeClient bridge = client()) {
            first = get(bridge.createAgent(AgentRequest.worker().requestId(mine)))
                    .id();
        }
        try (AgentBridgeClient bridge = client()) {
            assertEquals(
                    first,
                    get(bridge.createAgent(AgentRequest.worker().requestId(mine)))
                            .id());
            failure(
                    ConflictException.class,
                    bridge.createAgent(AgentRequest.of(AgentType.MANAGER).requestId(mine)));
        }
    }

    @Test
    void aFilterSelectsAndASnapshotShowsWhatThereIs() {
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient watcher = client()) {
            String one = agent(bridge).id();
            String two = agent(bridge).id();
            Collector<Event> events = Collector.of(watcher.events());
            assertFalse(
                    get(watcher.subscribe(Start.snapshot(), Filter.everything().agents(one)))
                            .recovered());
            State state =
                    events.first(event -> event.state().isPresent()).state().orElseThrow();
            assertTrue(state.agents().stream().map(Agent::id).toList().containsAll(List.of(one, two)));
            get(bridge.execute(two, "not seen").result());
            get(bridge.execute(one, "seen").result());
            Event shown = events.first(event -> event.type().equals("command:result"));
            assertEquals("seen", shown.payload().text("result"));
        }
    }

    @Test
    void thePastIsReadInPagesAndAsTheStateThatItWas() {
        try (AgentBridgeClient bridge = client()) {
            Position before = bridge.position();
            Agent agent = agent(bridge);
            assertEquals(
                    "remember",
                    get(bridge.execute(agent.id(), "remember").result()).result());
            long then = bridge.position().sequence();
            get(bridge.stopAgent(agent.id(), StopMode.KILL));
            List<HistoryPage> pages = Collector.of(bridge.historyPages(HistoryRequest.everything()
                            .from(before.sequence() + 1)
                            .limit(2)
                            .filter(Filter.everything().agents(agent.id()))))
                    .all();
            assertTrue(pages.size() > 2);
            List<Event> events =
                    pages.stream().flatMap(page -> page.events().stream()).toList();
            assertTrue(events.stream()
                    .anyMatch(event -> event.payload().value("result").equals(Optional.of("remember"))));
            List<Long> sequences = sequences(events);
            assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
            State state = get(bridge.stateAt(then));
            assertEquals(then, state.sequence());
            Agent was = state.agents().stream()
                    .filter(one -> one.id().equals(agent.id()))
                    .findFirst()
                    .orElseThrow();
            assertTrue(was.status() != AgentStatus.STOPPED);
            failure(RequestException.class, bridge.stateAt(1L << 40));
        }
    }

    @Test
    void aSlowSubscriberLosesNothingAndAnswersDoNotWaitForIt() {
        ConnectOptions narrow = ConnectOptions.to(gateway.uri()).withMaxEvents(40);
        try (AgentBridgeClient bridge = client();
                AgentBridgeClient slow = get(AgentBridgeClient.connect(narrow))) {
            Collector<Event> events = Collector.of(slow.events());
            Agent agent = agent(bridge);
            for (int n = 0; n < 300; n++) {
                get(bridge.metric("slow-" + n, n));
            }
            assertEquals(
                    "quick", get(slow.execute(agent.id(), "quick").result()).result());
            long reached = slow.position().sequence();
            get(bridge.metric("slow-end", 1));
            assertTrue(reached + 200 < bridge.position().sequence(), "it let go of most");
            List<Event> seen = everything(events, "slow-end");
            assertGapFree(sequences(seen));
            List<String> metrics = seen.stream()
                    .flatMap(event -> event.payload().optionalText("metric_name").stream())
                    .toList();
            List<String> wanted = new ArrayList<>(
                    IntStream.range(0, 300).mapToObj(n -> "slow-" + n).toList());
            wanted.add("slow-end");
            assertEquals(wanted, metrics);
        }
    }

    @Test
    void aConnectionThatIsCutAtRandomBytesLosesAndDoublesNothing() throws IOException {
        for (long seed = 1; seed <= Long.getLong("agentbridge.cutSeeds", 2); seed++) {
            try (CuttingProxy proxy = new CuttingProxy(gateway.port(), seed);
                    AgentBridgeClient steady = client();
                    AgentBridgeClient cut = client(proxy.uri())) {
                workThroughCuts(steady, cut, proxy);
            }
        }
    }

    private static void workThroughCuts(AgentBridgeClient steady, AgentBridgeClient cut, CuttingProxy proxy) {
        Position start = steady.position();
        Collector<Event> steadyEvents = Collector.of(steady.events());
        Collector<Event> cutEvents = Collector.of(cut.events());
        get(steady.subscribe(start));
        get(cut.subscribe(start));
        proxy.cut(true);
        proxy.cutAll();
        List<Agent> agents = List.of(agent(cut), agent(cut));
        List<CommandHandle> handles = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            List<String> pieces = List.of(n + ".0", n + ".1", n + ".2");
            handles.add(cut.execute(
                    agents.get(n % 2).id(),
                    echo(Map.of("text", (n + " ").repeat(50), "progress", pieces, "chunks", 5, "delay_ms", 60))));
        }
        for (int n = 0; n < 20; n++) {
            assertEquals((n + " ").repeat(50), get(handles.get(n).result()).result());
            assertEquals(List.of(n + ".0", n + ".1", n + ".2"), contents(handles.get(n)));
        }
        assertTrue(proxy.cuts() > 3, "cuts: " + proxy.cuts());
        proxy.cut(false);
        proxy.cutAll();
        String name = "end-" + UUID.randomUUID();
        get(steady.metric(name, 1));
        List<Event> wanted = everything(steadyEvents, name);
        List<Event> got = everything(cutEvents, name);
        assertEquals(
                wanted.stream()
                        .map(event -> event.sequence() + " " + event.more())
                        .toList(),
                got.stream().map(event -> event.sequence() + " " + event.more()).toList());
        assertGapFree(sequences(got));
    }

    @Test
    void aConnectionThatFallsSilentIsGivenUpForAnother() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(gateway.port(), 1);
                AgentBridgeClient bridge = get(AgentBridgeClient.connect(ConnectOptions.to(proxy.uri())
                        .withBackoff(QUICK)
                        .withPingInterval(Duration.ofMillis(200))
                        .withPingTimeout(Duration.ofMillis(500))))) {
            Agent agent = agent(bridge);
            proxy.silence();
            assertEquals(
                    "anybody there?",
                    get(bridge.execute(agent.id(), "anybody there?").result()).result());
            assertEquals(2, proxy.connections());
        }
    }

    @Test
    void aKilledServerThatComesBackHasLostAndDoubledNothing() throws IOException {
        try (GatewayProcess own = new GatewayProcess();
                AgentBridgeClient bridge = client(own.uri())) {
            Collector<Event> events = Collector.of(bridge.events());
            Agent agent = agent(bridge);
            for (int n = 0; n < 5; n++) {
                get(bridge.execute(agent.id(), "before " + n).result());
            }
            CommandHandle streaming = bridge.execute(
                    agent.id(),
                    echo(Map.of("text", "a b c d", "chunks", 100, "delay_ms", 10_000, "progress", List.of("one"))));
            CommandHandle waiting = bridge.execute(agent.id(), "waits behind it");
            Collector.of(streaming).first(piece -> piece.delta().isPresent());
            String epoch = bridge.server().epoch();
            own.kill();
            until(() -> !bridge.isConnected());
            CompletableFuture<Agent> meanwhile =
                    bridge.createAgent(AgentRequest.of(AgentType.MANAGER).name("asked while it was down"));
            own.restart();
            Agent manager = get(meanwhile);
            assertEquals(
                    Optional.of("unknown"),
                    failure(CommandException.class, streaming.result()).status());
            assertEquals("waits behind it", get(waiting.result()).result());
            assertEquals(epoch, bridge.server().epoch());
            get(bridge.metric("end", 1));
            List<Event> seen = everything(events, "end");
            assertGapFree(sequences(seen));
            List<String> created = seen.stream()
                    .flatMap(event -> event.agent().stream())
                    .filter(one -> one.name().equals(manager.name()))
                    .map(Agent::id)
                    .distinct()
                    .toList();
            assertEquals(List.of(manager.id()), created);
            try (AgentBridgeClient other = client(own.uri())) {
                Collector<Event> whole = Collector.of(other.events());
                get(other.subscribe(new Position(epoch, 0)));
                List<Long> history = sequences(everything(whole, "end"));
                assertEquals(1, history.getFirst());
                assertGapFree(history);
                List<Long> live = sequences(seen);
                assertEquals(history.subList(history.size() - live.size(), history.size()), live);
            }
        }
    }

    @Test
    void onlyWhoBearsTheTokenIsLetIn() throws IOException {
        try (GatewayProcess own = new GatewayProcess("--auth", "token")) {
            String token = Repository.read(own.data().resolve("token")).strip();
            ConnectOptions options = ConnectOptions.to(own.uri());
            try (AgentBridgeClient bridge = get(AgentBridgeClient.connect(options.withToken(token)))) {
                assertTrue(get(bridge.status()).running());
            }
            failure(UnauthorizedException.class, AgentBridgeClient.connect(options));
            failure(UnauthorizedException.class, AgentBridgeClient.connect(options.withToken("wrong")));
            URI elsewhere = URI.create("ws://localhost.invalid:" + own.port());
            failure(NotConnectedException.class, AgentBridgeClient.connect(ConnectOptions.to(elsewhere)));
            assertFalse(options.withToken(token).toString().contains(token));
        }
    }

    @Test
    void whatWaitsWhenTheClientIsClosedFailsAndTheEventsEnd() {
        AgentBridgeClient bridge = client();
        Collector<Event> events = Collector.of(bridge.events());
        Agent agent = agent(bridge);
        CommandHandle hanging = bridge.execute(agent.id(), echo(Map.of("hang", true)));
        bridge.close();
        failure(NotConnectedException.class, hanging.result());
        failure(NotConnectedException.class, bridge.status());
        events.all();
        try (AgentBridgeClient other = client()) {
            get(other.stopAgent(agent.id(), StopMode.KILL));
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
            everything(third, "third");
        }
    }
}
