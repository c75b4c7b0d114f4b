package io.agentbridge.client;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.MessageTooLargeException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.error.RequestTimeoutException;
import io.agentbridge.client.error.TooManyRequestsException;
import io.agentbridge.client.error.UnexpectedAnswerException;
import io.agentbridge.client.json.JsonException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.link.Loop;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.Decision;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Server;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.State;
import io.agentbridge.client.model.StopMode;
import io.agentbridge.client.model.Subscribed;
import io.agentbridge.client.model.SystemStatus;
import io.agentbridge.client.model.Task;
import io.agentbridge.client.options.ConnectOptions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of an agent-bridge server. Thread-safe; no method blocks, and a future that fails does so with an {@link AgentBridgeException}.
 *
 * <p>Once it has connected, it survives disconnections and restarts of the server: it reconnects, takes events up after the last whole one
 * that it saw, and sends what was not answered again, under the same id, so that the server carries it out once.
 */
public final class AgentBridgeClient implements AutoCloseable {
    private final ConnectOptions options;
    private final Loop loop = new Loop();
    private final Callbacks callbacks;
    private final Conversation conversation;
    private final EventPublisher events;
    private final Semaphore room;

    private AgentBridgeClient(ConnectOptions options) {
        this.options = options;
        this.callbacks = new Callbacks(options.callbacks());
        this.conversation = new Conversation(options, loop, callbacks);
        this.events = new EventPublisher(conversation, loop, callbacks, options.maxEvents());
        this.room = new Semaphore(options.maxPending());
    }

    /**
     * Opens the first connection. Fails with {@link NotConnectedException}, {@link io.agentbridge.client.error.UnauthorizedException} or
     * {@link io.agentbridge.client.error.ForbiddenException}; only later losses are repaired. To cancel it gives up.
     */
    public static CompletableFuture<AgentBridgeClient> connect(ConnectOptions options) {
        AgentBridgeClient client = new AgentBridgeClient(options);
        CompletableFuture<AgentBridgeClient> connecting = client.conversation
                .open()
                .orTimeout(2 * options.openTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((_, error) -> {
                    if (error == null) {
                        return client;
                    }
                    throw error instanceof AgentBridgeException known
                            ? known
                            : new NotConnectedException(
                                    "no connection:ack in time: is that an agent-bridge server?", error);
                });
        // Whoever cancels it gets no client that could be closed.
        var _ = connecting.whenComplete((_, error) -> {
            if (error != null) {
                client.close();
            }
        });
        return connecting;
    }

    /** Ends the connection. What waits for an answer gets {@link NotConnectedException}; it may have been carried out. */
    @Override
    public void close() {
        loop.execute(conversation::close);
    }

    /** Whether there is a connection at the moment. */
    public boolean isConnected() {
        return conversation.isConnected();
    }

    /** What the server said of itself when the newest connection opened. */
    public Server server() {
        return conversation.server();
    }

    /** Everything up to here was kept for the subscriber of {@link #events}, or passed by where there is none. */
    public Position position() {
        Position position = conversation.position();
        if (position == null) {
            throw new NotConnectedException("the client was not connected yet");
        }
        return position;
    }

    /** Creates an agent; it starts in the background, and takes commands at once. */
    public CompletableFuture<Agent> createAgent(AgentRequest request) {
        return ask("agent:create", request.payload(), request.id(), answer -> Agent.of(answer.object("agent")));
    }

    /** Ends an agent for good. Done when the server has accepted it; the event {@code agent:stopped} tells of the end. */
    public CompletableFuture<Void> stopAgent(String agentId, StopMode mode) {
        return tell("agent:stop", JsonObject.EMPTY.with("agent_id", agentId).with("mode", mode.word()));
    }

    /** The same, with a reason for everybody to see. */
    public CompletableFuture<Void> stopAgent(String agentId, StopMode mode, String reason) {
        return tell(
                "agent:stop",
                JsonObject.EMPTY
                        .with("agent_id", agentId)
                        .with("mode", mode.word())
                        .with("reason", reason));
    }

    /** Gives an agent a prompt; commands for one agent queue up there. */
    public CommandHandle execute(String agentId, String prompt) {
        return execute(CommandRequest.of(agentId, prompt));
    }

    /** The same, with more to say about it. What is wrong with it, its result says. */
    public CommandHandle execute(CommandRequest request) {
        String id = request.id().orElseGet(UUID::randomUUID).toString();
        CommandHandle handle = new CommandHandle(
                id,
                request.payload().text("agent_id"),
                options.maxProgress(),
                callbacks,
                running -> cancelOnceKnown(id, running));
        var _ = begin(new Pending(new Request(id, "command:execute", request.payload()), handle::progressed, callbacks))
                .whenComplete((answer, error) -> {
                    if (answer != null) {
                        handle.answered(answer);
                    } else if (error != null) {
                        handle.failed(error);
                    }
                });
        return handle;
    }

    /** The command's id comes with its progress, which a filter may keep out; nothing where it has ended already. */
    private CompletableFuture<Void> cancelOnceKnown(String requestId, CompletableFuture<Optional<String>> running) {
        expireLater(running, "command:cancel", requestId);
        return running.thenCompose(
                id -> id.map(this::cancelCommand).orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    /** Ends a queued or running command: its own answer is then an error with the status {@code cancelled}. */
    public CompletableFuture<Void> cancelCommand(String commandId) {
        return tell("command:cancel", JsonObject.EMPTY.with("command_id", commandId));
    }

    /** Assigns a task to whichever agent can take it. Its {@code assignedAgent} is empty while none can: then it waits. */
    public CompletableFuture<Task> assignTask(TaskRequest request) {
        return assign(JsonObject.EMPTY.with("task", request.payload()), request);
    }

    /** Assigns a task to an agent. */
    public CompletableFuture<Task> assignTask(TaskRequest request, String agentId) {
        return assign(JsonObject.EMPTY.with("task", request.payload()).with("agent_id", agentId), request);
    }

    private CompletableFuture<Task> assign(JsonObject payload, TaskRequest request) {
        return ask("task:assign", payload, request.id(), answer -> Task.of(answer.object("task")));
    }

    /** Withdraws a task, waiting or running. */
    public CompletableFuture<Void> cancelTask(String taskId) {
        return tell("task:cancel", JsonObject.EMPTY.with("task_id", taskId));
    }

    /** Decides an open approval. The first answer wins; a later one fails. */
    public CompletableFuture<Void> respondApproval(String approvalId, Decision decision) {
        return tell("approval:respond", approval(approvalId, decision));
    }

    /** The same, with a word to the agent. */
    public CompletableFuture<Void> respondApproval(String approvalId, Decision decision, String message) {
        return tell("approval:respond", approval(approvalId, decision).with("message", message));
    }

    /** The same, with other input for the tool than the agent wanted. */
    public CompletableFuture<Void> respondApproval(String approvalId, Decision decision, Map<String, ?> updatedInput) {
        return tell("approval:respond", approval(approvalId, decision).with("updated_input", updatedInput));
    }

    private static JsonObject approval(String approvalId, Decision decision) {
        return JsonObject.EMPTY.with("approval_id", approvalId).with("decision", decision.word());
    }

    /** Sends one agent's message to another. */
    public CompletableFuture<Void> message(RelayRequest request) {
        return tell("agent:message", request.payload());
    }

    /** Has one agent coordinate with another. */
    public CompletableFuture<Void> coordinate(RelayRequest request) {
        return tell("agent:coordination", request.payload());
    }

    /** Hands work over from one agent to another. */
    public CompletableFuture<Void> handoff(RelayRequest request) {
        JsonObject payload = request.payload();
        return tell("agent:handoff", payload.has("stage") ? payload : payload.with("stage", "initiate"));
    }

    /** Reports a measurement, for everybody to see. */
    public CompletableFuture<Void> metric(String name, double value) {
        return tell("system:metric", JsonObject.EMPTY.with("metric_name", name).with("metric_value", value));
    }

    /** Reports a measurement of an agent, for everybody to see. */
    public CompletableFuture<Void> metric(String name, double value, String agentId) {
        JsonObject metric = JsonObject.EMPTY.with("metric_name", name).with("metric_value", value);
        return tell("system:metric", metric.with("agent_id", agentId));
    }

    /** The server's counters. */
    public CompletableFuture<SystemStatus> status() {
        return ask("system:status", JsonObject.EMPTY, Optional.empty(), SystemStatus::of);
    }

    /** Chooses where the events begin; it holds over every reconnection. Subscribe to {@link #events} before. */
    public CompletableFuture<Subscribed> subscribe(Start start) {
        return subscribe(start, Filter.everything());
    }

    /**
     * The same, and which events there are. A filter keeps the progress of commands out too, unless it selects their agents; answers to
     * your own requests pass every filter. If the server refuses, the events go on as before.
     */
    public CompletableFuture<Subscribed> subscribe(Start start, Filter filter) {
        CompletableFuture<Subscribed> subscribed = new CompletableFuture<>();
        loop.execute(() -> conversation.subscribe(start, filter, subscribed));
        expireLater(subscribed, "connection:subscribe", "");
        failIfOver(subscribed);
        return subscribed;
    }

    /**
     * Every event from the moment of subscribing on, or from where {@link #subscribe(Start)} begins, once and in order, over every
     * reconnection; for one subscriber at a time. A slow one loses nothing (but deltas) and delays nobody: when {@code maxEvents} wait,
     * the client lets go and asks the server again later. It ends when the client is closed.
     */
    public Flow.Publisher<Event> events() {
        return events;
    }

    /** One page of the past. Fails with {@link io.agentbridge.client.error.NotRetainedException} for what is no longer kept. */
    public CompletableFuture<HistoryPage> history(HistoryRequest request) {
        return ask("system:history", request.payload(), Optional.empty(), HistoryPage::of);
    }

    /** All pages of a part of the past, each asked for when the subscriber took the one before. */
    public Flow.Publisher<HistoryPage> historyPages(HistoryRequest request) {
        return new HistoryPages(request, callbacks, this::history);
    }

    /**
     * Everything as it was right after an event. Fails with {@link io.agentbridge.client.error.NotRetainedException}, or with {@link
     * io.agentbridge.client.error.ValidationException} for the future.
     */
    public CompletableFuture<State> stateAt(long sequence) {
        Pending pending =
                new Pending(Request.of("system:state", JsonObject.EMPTY.with("at", sequence)), _ -> {}, callbacks);
        return timed(pending)
                .thenApply(_ -> pending.state.orElseThrow(
                        () -> new UnexpectedAnswerException("the last part of the state came without the others")));
    }

    private CompletableFuture<Void> tell(String type, JsonObject payload) {
        return ask(type, payload, Optional.empty(), _ -> payload).thenAccept(_ -> {});
    }

    private <T> CompletableFuture<T> ask(
            String type, JsonObject payload, Optional<UUID> id, Function<JsonObject, T> read) {
        String requestId = id.orElseGet(UUID::randomUUID).toString();
        return timed(new Pending(new Request(requestId, type, payload), _ -> {}, callbacks))
                .thenApply(frame -> {
                    try {
                        return read.apply(frame.payload());
                    } catch (JsonException unexpected) {
                        throw new UnexpectedAnswerException(
                                type + " was answered by " + frame.type() + ": " + unexpected.getMessage());
                    }
                });
    }

    /** The answer, an error as an exception, within the time for requests. */
    private CompletableFuture<Frame> timed(Pending pending) {
        CompletableFuture<Frame> answer = begin(pending);
        expireLater(
                answer,
                pending.request.type(),
                pending.request.id(),
                error -> loop.execute(() -> conversation.giveUp(pending, error)));
        return answer.thenApply(frame -> {
            if (frame.isError()) {
                throw RequestException.of(frame.payload());
            }
            return frame;
        });
    }

    /** Sends a request, if it may be; the answer is any frame. */
    private CompletableFuture<Frame> begin(Pending pending) {
        CompletableFuture<Frame> answer = pending.answer;
        Optional<AgentBridgeException> refusal = refusal(pending.request);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        var _ = answer.whenComplete((_, _) -> room.release());
        loop.execute(() -> conversation.begin(pending));
        failIfOver(answer);
        return answer;
    }

    private Optional<AgentBridgeException> refusal(Request request) {
        long limit = server().limits().optionalWhole("max_message_bytes").orElse(Long.MAX_VALUE);
        int bytes = request.maxBytes();
        if (bytes > limit) {
            return Optional.of(new MessageTooLargeException(
                    request.type() + " has " + bytes + " bytes; the server takes at most " + limit));
        }
        return room.tryAcquire()
                ? Optional.empty()
                : Optional.of(
                        new TooManyRequestsException(options.maxPending() + " requests wait for an answer already"));
    }

    /** What comes to the loop after its end is told so here; what came before was told by the end. */
    private void failIfOver(CompletableFuture<?> waiting) {
        AgentBridgeException failure = conversation.failure();
        if (failure != null) {
            waiting.completeExceptionally(failure);
        }
    }

    private void expireLater(CompletableFuture<?> waiting, String type, String id) {
        expireLater(waiting, type, id, error -> callbacks.execute(() -> waiting.completeExceptionally(error)));
    }

    private void expireLater(
            CompletableFuture<?> waiting, String type, String id, Consumer<AgentBridgeException> expire) {
        Future<?> timer = loop.schedule(
                options.requestTimeout(),
                () -> expire.accept(new RequestTimeoutException(type, id, options.requestTimeout())));
        var _ = waiting.whenComplete((_, _) -> timer.cancel(false));
    }
}
