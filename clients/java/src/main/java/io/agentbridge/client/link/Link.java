package io.agentbridge.client.link;

import io.agentbridge.client.error.AgentBridgeException;
import io.agentbridge.client.error.MessageTooLargeException;
import io.agentbridge.client.error.NotConnectedException;
import io.agentbridge.client.error.UnauthorizedException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.options.ConnectOptions;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection open, and opens the next when it is lost, until it is closed or the server does not let us in. Everything here runs
 * on the loop.
 */
public final class Link {
    /** Whom a link tells, on the loop. */
    public interface Receiver {
        /** A message arrived. */
        void received(String text);

        /** The connection is gone, closed with that code of RFC 6455, section 7.4.1; another will be tried. */
        void lost(int code);

        /** There will be no other connection. */
        void failed(AgentBridgeException reason);
    }

    /** The server closed the connection over a message that it does not take. */
    public static final int TOO_LARGE = 1009;

    private static final System.Logger LOG = System.getLogger("io.agentbridge.client");

    private final ConnectOptions options;
    private final Loop loop;
    private final Receiver receiver;
    private final HttpClient http;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private @Nullable Socket socket;
    private @Nullable Liveness liveness;
    private boolean greeted;
    private boolean opened;
    private boolean closed;
    private int attempt;

    /** Opens nothing yet. */
    public Link(ConnectOptions options, Loop loop, Receiver receiver) {
        this.options = options;
        this.loop = loop;
        this.receiver = receiver;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.openTimeout())
                .proxy(HttpClient.Builder.NO_PROXY);
        options.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** Opens the first connection. If that fails there is no other; from then on every loss is repaired. */
    public void open() {
        var _ = Socket.open(http, options, loop, new SocketOwner())
                .whenComplete((connected, error) -> loop.execute(() -> {
                    if (connected != null) {
                        connected(connected);
                    } else if (error != null) {
                        refused(reason(error));
                    }
                }));
    }

    /** Sends a message, if there is a connection. Whether it arrives, only its answer says. */
    public void send(String text) {
        if (socket != null) {
            socket.send(text);
        }
    }

    /** Ends it for good, then runs something. */
    public void close(Runnable then) {
        closed = true;
        Runnable last = () -> {
            http.shutdownNow();
            then.run();
        };
        if (socket != null) {
            socket.close(last);
            socket = null;
        } else {
            last.run();
        }
    }

    private static AgentBridgeException reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof AgentBridgeException known ? known : new NotConnectedException(cause.toString(), cause);
    }

    private void connected(Socket next) {
        if (closed) {
            next.close(() -> {});
            return;
        }
        if (next.isOver()) {
            refused(new NotConnectedException("the connection was lost as soon as it was open"));
            return;
        }
        socket = next;
        opened = true;
        greeted = false;
        next.start();
        loop.later(options.openTimeout(), () -> {
            if (socket == next && !greeted) {
                next.abort("no first word: is that an agent-bridge server?");
            }
        });
        liveness = new Liveness(loop, options, next);
        liveness.start();
    }

    private void refused(AgentBridgeException reason) {
        if (closed) {
            return;
        }
        if (opened && reason instanceof NotConnectedException) {
            LOG.log(Level.DEBUG, "attempt {0}: {1}", attempt, reason.getMessage());
            reopen();
        } else {
            fail(reason);
        }
    }

    private void reopen() {
        if (attempt >= options.backoff().maxAttempts()) {
            fail(new NotConnectedException(
                    "the connection was lost, and " + attempt + " attempts to open another failed"));
            return;
        }
        Duration delay = options.backoff().delay(attempt++, random);
        loop.later(delay, () -> {
            if (!closed) {
                open();
            }
        });
    }

    private void fail(AgentBridgeException reason) {
        closed = true;
        http.shutdownNow();
        receiver.failed(reason);
    }

    private final class SocketOwner implements Socket.Owner {
        @Override
        public void spoke(Socket from) {
            if (from == socket && liveness != null) {
                liveness.spoke();
            }
        }

        @Override
        public void received(Socket from, String text) {
            if (from == socket) {
                greeted = true;
                receiver.received(text);
            }
        }

        @Override
        public void ended(Socket from, int code, String reason) {
            if (from != socket) {
                return;
            }
            LOG.log(Level.DEBUG, "connection lost: {0} {1}", code, reason);
            socket = null;
            receiver.lost(code);
            if (code == Socket.POLICY_VIOLATION) {
                fail(new UnauthorizedException(
                        "unauthorized", "the server closed the connection: " + reason, JsonObject.EMPTY));
            } else if (code == Socket.TOO_LARGE_HERE) {
                fail(new MessageTooLargeException("the server sent " + reason + "; raise maxMessageChars"));
            } else {
                if (from.age().compareTo(options.backoff().stableAfter()) >= 0) {
                    attempt = 0;
                }
                reopen();
            }
        }
    }
}
