package io.agentbridge.client.conformance;

import io.agentbridge.client.AgentBridgeClient;
import io.agentbridge.client.AgentRequest;
import io.agentbridge.client.CommandHandle;
import io.agentbridge.client.CommandRequest;
import io.agentbridge.client.HistoryRequest;
import io.agentbridge.client.RelayRequest;
import io.agentbridge.client.TaskRequest;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.AgentType;
import io.agentbridge.client.model.Decision;
import io.agentbridge.client.model.Direction;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.HandoffStage;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Progress;
import io.agentbridge.client.model.Retry;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.StopMode;
import io.agentbridge.client.options.Backoff;
import io.agentbridge.client.options.ConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client of a conversation. */
final class DrivenClient {
    private final String name;
    private final Consumer<JsonObject> tell;
    private final Map<Long, CommandHandle> commands = new ConcurrentHashMap<>();
    private volatile @Nullable AgentBridgeClient connected;

    DrivenClient(String name, Consumer<JsonObject> tell) {
        this.name = name;
        this.tell = tell;
    }

    CompletableFuture<JsonObject> carryOut(long call, String verb, JsonObject given) {
        return switch (verb) {
            case "connect" -> connect(given);
            case "close" -> close();
            case "is_connected" -> now(JsonObject.EMPTY.with("connected", client().isConnected()));
            case "position" -> now(Told.position(client().position()));
            case "create_agent" -> client().createAgent(agent(given)).thenApply(Told::agent);
            case "stop_agent" -> done(stop(given));
            case "execute" -> execute(call, given);
            case "cancel" -> done(command(given.whole("of")).cancel());
            case "cancel_command" -> done(client().cancelCommand(given.text("command_id")));
            case "assign_task" -> assign(given);
            case "cancel_task" -> done(client().cancelTask(given.text("task_id")));
            case "respond_approval" -> done(respond(given));
            case "message" -> done(client().message(relay(given)));
            case "coordinate" -> done(client().coordinate(relay(given)));
            case "hand_off" -> done(client().handoff(relay(given)));
            case "metric" -> done(client().metric(given.text("metric_name"), given.decimal("metric_value")));
            case "status" ->
                client().status().thenApply(status -> JsonObject.EMPTY
                        .with("running", status.running())
                        .with("agents", status.agents())
                        .with("ring", status.ring().orElse(JsonObject.EMPTY))
                        .with("journal", status.journal().orElse(JsonObject.EMPTY)));
            case "subscribe" -> subscribe(given);
            case "history" -> history(given);
            case "state_at" -> client().stateAt(given.whole("sequence")).thenApply(Told::state);
            default -> throw new IllegalArgumentException("This client does not know how to " + verb + ".");
        };
    }

    private AgentBridgeClient client() {
        AgentBridgeClient client = connected;
        if (client == null) {
            throw new NotConnectedException("connect first");
        }
        return client;
    }

    private CommandHandle command(long call) {
        return Optional.ofNullable(commands.get(call)).orElseThrow();
    }

    private static CompletableFuture<JsonObject> now(JsonObject answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static CompletableFuture<JsonObject> done(CompletableFuture<?> work) {
        return work.thenApply(_ -> JsonObject.EMPTY);
    }

    private CompletableFuture<JsonObject> connect(JsonObject given) {
        Duration ping = Duration.ofMillis(given.optionalWhole("ping_ms").orElse(20_000L));
        ConnectOptions options = ConnectOptions.to(URI.create(given.text("url")))
                .withBackoff(
                        new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Integer.MAX_VALUE, Duration.ZERO))
                .withRequestTimeout(Duration.ofMillis(
                        given.optionalWhole("request_timeout_ms").orElse(20_000L)))
                .withOpenTimeout(
                        Duration.ofMillis(given.optionalWhole("open_timeout_ms").orElse(10_000L)))
                .withPingInterval(ping)
                .withPingTimeout(ping)
                .withMaxPending(given.optionalWhole("max_pending").orElse(1024L).intValue())
                .withMaxEvents(given.optionalWhole("max_events").orElse(10_000L).intValue());
        Duration pause = Duration.ofMillis(given.optionalWhole("consume_ms").orElse(0L));
        Optional<String> token = given.optionalText("token");
        return AgentBridgeClient.connect(token.map(options::withToken).orElse(options))
                .thenApply(client -> {
                    connected = client;
                    client.events().subscribe(new Consuming<>(event -> consume(event, pause)));
                    return Told.position(new Position(
                            client.server().epoch(), client.server().sequence()));
                });
    }

    private void consume(Event event, Duration pause) {
        if (event.sequence().isPresent()) {
            tell.accept(JsonObject.EMPTY.with("client", name).with("event", Told.event(event)));
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private CompletableFuture<JsonObject> close() {
        AgentBridgeClient client = connected;
        if (client != null) {
            client.close();
        }
        return now(JsonObject.EMPTY);
    }

    private static AgentRequest agent(JsonObject given) {
        AgentRequest request = AgentRequest.of(
                constant(AgentType.class, given.optionalText("agent_type").orElse("worker")));
        request = given.optionalText("model").map(request::model).orElse(request);
        request = given.optionalText("name").map(request::name).orElse(request);
        request = given.optionalText("backend").map(request::backend).orElse(request);
        request = given.optionalText("request_id")
                .map(UUID::fromString)
                .map(request::requestId)
                .orElse(request);
        request = given.optionalObject("metadata")
                .map(JsonObject::members)
                .map(request::metadata)
                .orElse(request);
        return given.has("capabilities")
                ? request.capabilities(given.texts("capabilities").toArray(String[]::new))
                : request;
    }

    private CompletableFuture<Void> stop(JsonObject given) {
        StopMode mode = constant(StopMode.class, given.optionalText("mode").orElse("graceful"));
        String agent = given.text("agent_id");
        return given.optionalText("reason")
                .map(reason -> client().stopAgent(agent, mode, reason))
                .orElseGet(() -> client().stopAgent(agent, mode));
    }

    private CompletableFuture<JsonObject> execute(long call, JsonObject given) {
        CommandRequest request = CommandRequest.of(given.text("agent_id"), given.text("command"));
        request = given.optionalObject("parameters")
                .map(JsonObject::members)
                .map(request::parameters)
                .orElse(request);
        request = given.optionalWhole("timeout_ms")
                .map(Duration::ofMillis)
                .map(request::timeout)
                .orElse(request);
        request = given.optionalText("request_id")
                .map(UUID::fromString)
                .map(request::requestId)
                .orElse(request);
        CommandHandle handle = client().execute(request);
        commands.put(call, handle);
        Consuming<Progress> progress = new Consuming<>(
                piece -> tell.accept(JsonObject.EMPTY.with("id", call).with("progress", Told.progress(piece))));
        handle.subscribe(progress);
        return progress.end().thenCompose(_ -> handle.result()).thenApply(Told::result);
    }

    private CompletableFuture<JsonObject> assign(JsonObject given) {
        JsonObject task = given.object("task");
        TaskRequest request = TaskRequest.of(task.text("title"));
        request = task.optionalText("id").map(request::taskId).orElse(request);
        request = task.optionalText("description").map(request::description).orElse(request);
        request = task.optionalWhole("priority")
                .map(Long::intValue)
                .map(request::priority)
                .orElse(request);
        request = task.optionalObject("metadata")
                .map(JsonObject::members)
                .map(request::metadata)
                .orElse(request);
        request =
                task.optionalObject("retry").map(Retry::of).map(request::retry).orElse(request);
        if (task.has("required_capabilities")) {
            request = request.requiredCapabilities(
                    task.texts("required_capabilities").toArray(String[]::new));
        }
        request = given.optionalText("request_id")
                .map(UUID::fromString)
                .map(request::requestId)
                .orElse(request);
        TaskRequest whole = request;
        return given.optionalText("agent_id")
                .map(agent -> client().assignTask(whole, agent))
                .orElseGet(() -> client().assignTask(whole))
                .thenApply(Told::task);
    }

    private CompletableFuture<Void> respond(JsonObject given) {
        String id = given.text("approval_id");
        Decision decision = constant(Decision.class, given.text("decision"));
        if (given.has("updated_input")) {
            return client().respondApproval(
                            id, decision, given.object("updated_input").members());
        }
        return given.optionalText("message")
                .map(message -> client().respondApproval(id, decision, message))
                .orElseGet(() -> client().respondApproval(id, decision));
    }

    private static RelayRequest relay(JsonObject given) {
        RelayRequest request = RelayRequest.of(given.text("from_agent"), given.text("to_agent"), given.text("content"));
        request = given.optionalText("phase").map(request::phase).orElse(request);
        request = given.optionalText("reason").map(request::reason).orElse(request);
        return given.optionalText("stage")
                .map(stage -> constant(HandoffStage.class, stage))
                .map(request::stage)
                .orElse(request);
    }

    private CompletableFuture<JsonObject> subscribe(JsonObject given) {
        Object from = given.value("from").orElseThrow();
        Start start = from instanceof JsonObject position
                ? new Position(position.text("epoch"), position.whole("sequence"))
                : from.equals("snapshot") ? Start.snapshot() : Start.now();
        return client().subscribe(
                        start,
                        given.optionalObject("filter").map(DrivenClient::filter).orElseGet(Filter::everything))
                .thenApply(subscribed -> JsonObject.EMPTY
                        .with("recovered", subscribed.recovered())
                        .with("epoch", subscribed.position().epoch()));
    }

    private static Filter filter(JsonObject given) {
        Filter filter = Filter.everything();
        filter = given.has("agents") ? filter.agents(given.texts("agents").toArray(String[]::new)) : filter;
        return given.has("types") ? filter.types(given.texts("types").toArray(String[]::new)) : filter;
    }

    private CompletableFuture<JsonObject> history(JsonObject given) {
        HistoryRequest request = HistoryRequest.everything();
        request = given.optionalWhole("from").map(request::from).orElse(request);
        request = given.optionalWhole("to").map(request::to).orElse(request);
        request = given.optionalWhole("limit")
                .map(Long::intValue)
                .map(request::limit)
                .orElse(request);
        request = given.optionalText("text").map(request::text).orElse(request);
        request = given.optionalText("direction")
                .map(direction -> constant(Direction.class, direction))
                .map(request::direction)
                .orElse(request);
        request = given.optionalObject("filter")
                .map(DrivenClient::filter)
                .map(request::filter)
                .orElse(request);
        List<HistoryPage> pages = new ArrayList<>();
        Consuming<HistoryPage> consuming = new Consuming<>(pages::add);
        client().historyPages(request).subscribe(consuming);
        return consuming.end().thenApply(_ -> JsonObject.EMPTY
                .with("pages", pages.size())
                .with(
                        "events",
                        pages.stream()
                                .flatMap(page -> page.events().stream())
                                .map(Told::event)
                                .toList()));
    }

    private static <E extends Enum<E>> E constant(Class<E> kind, String word) {
        return Enum.valueOf(kind, word.toUpperCase(Locale.ROOT));
    }
}
