package io.agentbridge.client;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.OverloadedException;
import io.agentbridge.client.error.RateLimitedException;
import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.json.JsonException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.link.Link;
import io.agentbridge.client.link.Loop;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Server;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.Subscribed;
import io.agentbridge.client.options.ConnectOptions;
import io.agentbridge.client.stream.EventStream;
import io.agentbridge.client.stream.GapException;
import io.agentbridge.client.stream.Mailbox;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gives every frame to whom it concerns: the request that it answers, the command that it is about, the stream of events. Everything here
 * runs on the loop, but for what says otherwise.
 *
 * <p>An answer is given once the stream has come as far as its event, so that a command's progress always precedes its result.
 */
final class Conversation implements Link.Receiver {
    private static final System.Logger LOG = System.getLogger("io.agentbridge.client");

    /** An answer that came before the stream had come as far. */
    private record Held(long sequence, Pending pending, Frame frame) {}

    private final Loop loop;
    private final Executor callbacks;
    private final Link link;
    private final EventStream stream;
    private final CatchUp catchUp;
    private final PendingRequests requests = new PendingRequests();
    private final Map<String, Pending> commands = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<CompletableFuture<Subscribed>> subscribers = new ArrayList<>();
    private final CompletableFuture<Server> opened = new CompletableFuture<>();
    private volatile @Nullable Server server;
    private volatile @Nullable AgentBridgeException failure;
    private volatile @Nullable AgentBridgeException told;
    private volatile boolean connected;
    private boolean closed;
    private long connection;
    private String subscription = "";

    Conversation(ConnectOptions options, Loop loop, Executor callbacks) {
        this.loop = loop;
        this.callbacks = callbacks;
        this.link = new Link(options, loop, this);
        this.stream = new EventStream(options.maxEvents());
        this.catchUp = new CatchUp(stream, loop, this::sendSubscription, this::begin);
    }

    /** What the server said first, once it did; any thread. */
    CompletableFuture<Server> open() {
        loop.execute(link::open);
        return opened;
    }

    /** Ends everything that waits. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (failure == null) {
            end(new NotConnectedException("the client was closed"), null);
        }
        link.close(loop::stop);
    }

    /** The server's newest word about itself; any thread. */
    Server server() {
        Server newest = server;
        if (newest == null) {
            throw new NotConnectedException("the client was not connected yet");
        }
        return newest;
    }

    /** Whether there is a connection that the server greeted; any thread. */
    boolean isConnected() {
        return connected;
    }

    /** What ended the client, null while it lives; any thread. */
    @Nullable
    AgentBridgeException failure() {
        return failure;
    }

    /** What the subscriber of the events is told of the end: nothing, where the client was closed; any thread. */
    @Nullable
    AgentBridgeException told() {
        return told;
    }

    /** Where the stream is; any thread. */
    @Nullable
    Position position() {
        return stream.position();
    }

    /** Sends a request; without a connection it is sent as soon as there is one. */
    void begin(Pending pending) {
        AgentBridgeException reason = failure;
        if (reason != null) {
            requests.fail(pending, reason);
        } else if (requests.add(pending)) {
            send(pending);
        } else {
            pending.failed(new IllegalArgumentException(
                    "the request " + pending.request.id() + " waits for its answer already"));
        }
    }

    /** Waits no longer for an answer. */
    void giveUp(Pending pending, AgentBridgeException reason) {
        requests.fail(pending, reason);
    }

    /** Replaces the subscription, unless the server refuses: then the one before goes on. */
    void subscribe(Start start, Filter filter, CompletableFuture<Subscribed> subscriber) {
        AgentBridgeException reason = failure;
        if (reason != null) {
            callbacks.execute(() -> subscriber.completeExceptionally(reason));
            return;
        }
        stream.choose(start, filter);
        subscribers.add(subscriber);
        if (connected) {
            sendSubscription();
        }
    }

    /** Begins to keep events; false if another subscriber has them. */
    boolean consume(Mailbox<Event> mailbox) {
        boolean free = stream.consume(mailbox);
        if (free && failure != null) {
            mailbox.end(told);
        }
        return free;
    }

    /** A subscriber wants no more events. */
    void leave(Mailbox<Event> mailbox) {
        stream.leave(mailbox);
    }

    /** Asks for what a slow subscriber did not get, if it has room now. */
    void catchUp() {
        catchUp.goOn();
    }

    /** Whether a subscriber did not get everything yet; any thread. */
    boolean isLagging() {
        return stream.isLagging();
    }

    private void send(Pending pending) {
        if (!connected || pending.connection == connection) {
            return;
        }
        pending.connection = connection;
        Position first = pending.firstSent;
        if (first == null || !first.epoch().equals(server().epoch())) {
            pending.firstSent = new Position(server().epoch(), stream.cursor().newest());
            link.send(pending.request.encode(Optional.empty()));
        } else {
            link.send(pending.request.encode(Optional.of(first.sequence())));
        }
    }

    private void sendSubscription() {
        Request request = Request.of("connection:subscribe", stream.request());
        subscription = request.id();
        link.send(request.encode(Optional.empty()));
    }

    @Override
    public void received(String text) {
        try {
            take(Frame.parse(text));
        } catch (JsonException malformed) {
            LOG.log(
                    Level.WARNING,
                    "A message of the server is passed over, for it is not as the protocol has it.",
                    malformed);
        }
    }

    @Override
    public void lost(int code) {
        if (code == Link.TOO_LARGE) {
            requests.failLargest();
        }
        connected = false;
        held.clear();
        stream.pause();
    }

    @Override
    public void failed(AgentBridgeException reason) {
        if (failure == null) {
            end(reason, reason);
        }
    }

    private void end(AgentBridgeException reason, @Nullable AgentBridgeException tell) {
        told = tell;
        failure = reason;
        connected = false;
        callbacks.execute(() -> opened.completeExceptionally(reason));
        requests.failAll(reason);
        List.copyOf(subscribers)
                .forEach(subscriber -> callbacks.execute(() -> subscriber.completeExceptionally(reason)));
        subscribers.clear();
        stream.end(tell);
    }

    private void take(Frame frame) {
        if (frame.type().equals("connection:ack")) {
            acknowledged(Server.of(frame.payload()));
        } else if (frame.type().equals("connection:ping")) {
            pinged(frame.payload());
        } else if (frame.type().equals(Event.SNAPSHOT)) {
            stream.snapshot(frame);
        } else if (frame.correlationId().equals(Optional.of(subscription))) {
            subscribed(frame);
        } else {
            dispatch(frame);
        }
    }

    private void acknowledged(Server greeting) {
        boolean first = stream.cursor().position() == null && subscribers.isEmpty();
        server = greeting;
        connection++;
        stream.cursor().greeted(greeting.epoch(), greeting.sequence());
        requests.failThoseOfOtherHistories(greeting.epoch());
        connected = true;
        if (first) {
            stream.follow(new Position(greeting.epoch(), greeting.sequence()));
        } else {
            sendSubscription();
        }
        requests.all().forEach(this::send);
        callbacks.execute(() -> opened.complete(greeting));
    }

    private void pinged(JsonObject ping) {
        ping.optionalWhole("sequence").ifPresent(stream::passed);
        JsonObject pong = JsonObject.EMPTY
                .with("client_id", server().clientId())
                .with("original_timestamp", ping.optionalText("timestamp").orElse(""));
        link.send(Request.of("connection:pong", pong).encode(Optional.empty()));
    }

    private void subscribed(Frame frame) {
        List<CompletableFuture<Subscribed>> waiting = List.copyOf(subscribers);
        subscribers.clear();
        if (frame.isError()) {
            RequestException error = RequestException.of(frame.payload());
            waiting.forEach(one -> callbacks.execute(() -> one.completeExceptionally(error)));
            refused(error);
            return;
        }
        Subscribed confirmed = stream.subscribed(frame.payload());
        waiting.forEach(one -> callbacks.execute(() -> one.complete(confirmed)));
        release();
        catchUp.goOn();
    }

    private void refused(RequestException error) {
        LOG.log(Level.WARNING, "The subscription was refused: {0}", error.getMessage());
        boolean anotherGoesOn = stream.refused();
        if (error instanceof OverloadedException || error instanceof RateLimitedException) {
            subscribeAgain(error.rest());
        } else if (anotherGoesOn) {
            sendSubscription();
        } else {
            // The same again would be refused again; until the next connection no event comes that an answer could wait
            // for.
            subscription = "";
            release();
        }
    }

    private void subscribeAgain(Duration after) {
        long asked = connection;
        loop.later(after, () -> {
            if (connected && connection == asked && stream.cursor().isPaused()) {
                sendSubscription();
            }
        });
    }

    private void dispatch(Frame frame) {
        Pending pending = requests.answeredBy(frame);
        if (frame.sequence().isPresent() || frame.type().equals("command:progress")) {
            shown(frame).forEach(this::progressed);
        }
        if (frame.type().equals("system:state")) {
            statePart(frame);
        }
        if (pending != null) {
            answered(pending, frame);
        } else if (frame.isError() && frame.sequence().isEmpty()) {
            LOG.log(Level.WARNING, "The server reports an error that answers nothing: {0}", frame.payload());
        }
        release();
    }

    private List<Frame> shown(Frame frame) {
        try {
            List<Frame> frames = stream.take(frame);
            // Who read everything while the mailbox was found full asks for nothing any more.
            catchUp.goOn();
            return frames;
        } catch (GapException gap) {
            LOG.log(Level.WARNING, "{0}; the stream is taken up again", gap.getMessage());
            sendSubscription();
            return List.of();
        }
    }

    private void progressed(Frame frame) {
        if (!frame.type().equals("command:progress")) {
            return;
        }
        Optional<String> commandId = frame.payload().optionalText("command_id");
        Pending pending = commandId.map(commands::get).orElse(null);
        if (pending == null && PendingRequests.isOfClient(frame)) {
            pending = requests.get(frame.payload().optionalText("request_id"));
        }
        if (pending == null) {
            return;
        }
        if (commandId.isPresent()) {
            pending.commandId = commandId.get();
            commands.put(commandId.get(), pending);
        }
        pending.progressed.accept(frame);
    }

    private void statePart(Frame frame) {
        Optional<String> id = frame.payload().optionalText("request_id");
        Pending pending = requests.get(id.isPresent() ? id : frame.correlationId());
        if (pending != null) {
            pending.state = pending.parts.add(frame.payload());
        }
    }

    private void answered(Pending pending, Frame frame) {
        long sequence = frame.sequence().orElse(0L);
        if (sequence > reached()) {
            held.add(new Held(sequence, pending, frame));
        } else {
            give(pending, frame);
        }
    }

    private void release() {
        if (held.isEmpty()) {
            return;
        }
        long reached = reached();
        held.stream().filter(one -> one.sequence() <= reached).forEach(one -> give(one.pending(), one.frame()));
        held.removeIf(one -> one.sequence() <= reached);
    }

    /** The sequence up to which answers need not wait for the stream; behind a filter, or without a stream, none has to. */
    private long reached() {
        boolean withoutStream = stream.cursor().isPaused() && subscription.isEmpty();
        return stream.cursor().isFiltered() || withoutStream
                ? Long.MAX_VALUE
                : stream.cursor().complete();
    }

    private void give(Pending pending, Frame frame) {
        if (pending.commandId != null) {
            commands.remove(pending.commandId);
        }
        requests.answer(pending, frame);
    }
}
