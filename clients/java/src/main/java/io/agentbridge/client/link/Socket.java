package io.agentbridge.client.link;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.ForbiddenException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.UnauthorizedException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.options.ConnectOptions;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. It reads the next message when the last one has been taken, and sends one after the other, as the JDK wants it. Methods
 * are for the loop's thread; the listener's run on the JDK's.
 */
final class Socket implements WebSocket.Listener {
    /** Whom a socket tells, on the loop. */
    interface Owner {
        /** A message begins. */
        void spoke(Socket socket);

        /** A whole message. */
        void received(Socket socket, String text);

        /** It is over. The code is of RFC 6455, section 7.4.1; 1006 where the server said nothing. */
        void ended(Socket socket, int code, String reason);
    }

    static final int ABNORMAL = 1006;
    static final int POLICY_VIOLATION = 1008;

    /** This side's code for a message that it does not take. */
    static final int TOO_LARGE_HERE = 4009;

    private static final int MAX_OUTBOX = 1 << 16;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Loop loop;
    private final Owner owner;
    private final int maxChars;
    private final StringBuilder message = new StringBuilder();
    private final Deque<String> outbox = new ArrayDeque<>();
    private final long openedNanos = System.nanoTime();
    private volatile long heardNanos = openedNanos;
    private volatile long dataNanos = openedNanos;
    private @Nullable WebSocket webSocket;
    private boolean sending;
    private boolean over;

    private Socket(Loop loop, Owner owner, int maxChars) {
        this.loop = loop;
        this.owner = owner;
        this.maxChars = maxChars;
    }

    /**
     * Opens a connection; nothing is read before {@link #start}. Fails with {@link UnauthorizedException} or {@link ForbiddenException} if
     * the server does not let us in, with {@link NotConnectedException} for every other reason.
     */
    static CompletableFuture<Socket> open(HttpClient http, ConnectOptions options, Loop loop, Owner owner) {
        Socket socket = new Socket(loop, owner, options.maxMessageChars());
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(options.openTimeout());
        options.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder.buildAsync(options.uri(), socket).handle((opened, error) -> {
            if (error != null) {
                throw refusal(options, error);
            }
            socket.webSocket = opened;
            return socket;
        });
    }

    private static AgentBridgeException refusal(ConnectOptions options, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        int status = cause instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : 0;
        return switch (status) {
            case 401 ->
                new UnauthorizedException(
                        "unauthorized", options.uri() + " asks for a token, or for another one", JsonObject.EMPTY);
            case 403 ->
                new ForbiddenException(
                        "forbidden",
                        options.uri() + " does not serve this host name, origin or user",
                        JsonObject.EMPTY);
            default ->
                new NotConnectedException(
                        options.uri() + " cannot be reached" + (status == 0 ? "" : ", it answered " + status) + ": "
                                + cause,
                        cause);
        };
    }

    /** Begins to read. */
    void start() {
        webSocket().request(1);
    }

    /** Sends a message after those before it. Whether it arrives, only its answer says. */
    void send(String text) {
        if (over) {
            return;
        }
        if (outbox.size() >= MAX_OUTBOX) {
            abort("the server reads nothing");
            return;
        }
        outbox.addLast(text);
        sendNext();
    }

    private void sendNext() {
        String text = sending || over ? null : outbox.pollFirst();
        if (text == null) {
            return;
        }
        sending = true;
        var _ = webSocket()
                .sendText(text, true)
                .whenComplete((_, error) -> loop.execute(() -> {
                    sending = false;
                    if (error != null) {
                        abort("sending failed: " + error);
                    } else {
                        sendNext();
                    }
                }));
    }

    /** Whether it has ended; the JDK tells of a loss without being asked, maybe before the owner has the socket. */
    boolean isOver() {
        return over;
    }

    /** Asks for a sign of life. */
    void ping() {
        if (over) {
            return;
        }
        var _ = webSocket().sendPing(ByteBuffer.allocate(0)).whenComplete((_, error) -> {
            // While a ping is still being sent, the JDK refuses another with an IllegalStateException.
            if (error != null && !(error instanceof IllegalStateException)) {
                loop.execute(() -> abort("pinging failed: " + error));
            }
        });
    }

    /** When the last piece of a message came, in {@link System#nanoTime}. */
    long dataNanos() {
        return dataNanos;
    }

    /** When the server last gave a sign of life, in {@link System#nanoTime}. */
    long heardNanos() {
        return heardNanos;
    }

    /** How long it has been open. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedNanos);
    }

    /** Ends it at once; its owner is told. */
    void abort(String reason) {
        if (!over) {
            webSocket().abort();
            ended(ABNORMAL, reason);
        }
    }

    /** Ends it in order, then runs something; its owner is not told. */
    void close(Runnable then) {
        over = true;
        var _ = webSocket()
                .sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> {
                    webSocket().abort();
                    then.run();
                });
    }

    private void ended(int code, String reason) {
        if (!over) {
            over = true;
            outbox.clear();
            owner.ended(this, code, reason);
        }
    }

    private WebSocket webSocket() {
        if (webSocket == null) {
            throw new AssertionError("a socket is used before it is open");
        }
        return webSocket;
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Reading begins with start().
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        dataNanos = heardNanos;
        if (message.isEmpty()) {
            loop.execute(() -> owner.spoke(this));
        }
        if (message.length() + data.length() > maxChars) {
            from.abort();
            loop.execute(() -> ended(TOO_LARGE_HERE, "a message of more than " + maxChars + " characters"));
            return null;
        }
        message.append(data);
        if (!last) {
            from.request(1);
            return null;
        }
        String text = message.toString();
        message.setLength(0);
        loop.execute(() -> {
            if (over) {
                return;
            }
            try {
                owner.received(this, text);
            } finally {
                from.request(1);
            }
        });
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        return heard(from);
    }

    private @Nullable CompletionStage<?> heard(WebSocket from) {
        heardNanos = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        loop.execute(() -> ended(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        loop.execute(() -> ended(ABNORMAL, String.valueOf(error)));
    }
}
