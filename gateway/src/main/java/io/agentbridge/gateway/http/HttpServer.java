package io.agentbridge.gateway.http;

import io.agentbridge.gateway.security.Authenticator;
import io.agentbridge.gateway.security.RequestGuard;
import io.agentbridge.gateway.websocket.WebSocketUpgrade;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.Xnio;

/**
 * Undertow with every limit pinned: HTTP/1.1 only; the guard before everything; then WebSockets on {@code /} and {@code /ws}, and the
 * routes. Nothing about a request is decided before its Host and Origin are.
 */
public final class HttpServer implements AutoCloseable {
    private static final int ACCEPT_BACKLOG = 4_096;
    private static final int STOP_MILLIS = 3_000;
    private static final int PORTS_TRIED = 20;

    private final HttpOptions options;
    private final WebSockets webSockets;
    private final Routes routes;
    private final RequestGuard guard;
    private Undertow undertow;
    private volatile int boundPort;

    private HttpServer(
            HttpOptions options, Authenticator authenticator, SessionFactory sessions, BooleanSupplier ready) {
        this.options = options;
        this.webSockets = new WebSockets(
                new WebSocketUpgrade(options.limits(), options.compression()),
                authenticator,
                sessions,
                options.maxWebSockets());
        this.routes = new Routes(ready, options.version(), new AccessCheck(authenticator));
        this.guard = new RequestGuard(
                this::route,
                List.of(options.host()),
                options.extraHosts(),
                options.extraOrigins(),
                () -> boundPort,
                options.tls().isPresent());
        this.undertow = Undertow.builder().build();
    }

    /**
     * Loads what takes long of what Undertow stands on: XNIO registers with the platform's MBean server, which takes a tenth of a second
     * to make. For a thread that has nothing else to do.
     */
    public static void loadAhead() {
        Xnio.getInstance();
    }

    /**
     * Binds and begins to accept.
     *
     * @param ready what {@code /health/ready} answers
     * @throws IOException with a message for the user when the address cannot be had
     */
    public static HttpServer start(
            HttpOptions options, Authenticator authenticator, SessionFactory sessions, BooleanSupplier ready)
            throws IOException {
        // First, and so by one thread: see loadAhead.
        loadAhead();
        HttpServer server = new HttpServer(options, authenticator, sessions, ready);
        server.bind();
        return server;
    }

    /** Where it listens; with both loopback addresses the IPv4 one. */
    public InetSocketAddress address() {
        return (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
    }

    /** How many WebSockets are open. */
    public int webSocketCount() {
        return webSockets.count();
    }

    /** Closes every WebSocket with 1012, waits up to {@value #STOP_MILLIS} ms for them, and stops. */
    @Override
    public void close() {
        webSockets.stop();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        while (webSockets.count() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        undertow.stop();
    }

    private void route(HttpServerExchange exchange) throws Exception {
        Answers.secure(exchange);
        HttpString protocol = exchange.getProtocol();
        if (!protocol.equals(Protocols.HTTP_1_1) && !protocol.equals(Protocols.HTTP_1_0)) {
            Answers.problem(exchange, 505, "Only HTTP/1.1 is spoken.");
            return;
        }
        HttpHandler next = WebSockets.isPath(exchange.getRelativePath()) && WebSocketUpgrade.isRequested(exchange)
                ? webSockets
                : routes;
        next.handleRequest(exchange);
    }

    private void bind() throws IOException {
        List<String> addresses = addresses();
        for (int attempt = 1; ; attempt++) {
            int port = options.port() == 0 && addresses.size() > 1 ? freePort() : options.port();
            try {
                listen(addresses, port);
                return;
            } catch (RuntimeException failed) {
                if (!(rootOf(failed) instanceof BindException) || options.port() != 0 || attempt == PORTS_TRIED) {
                    throw new IOException(explain(failed), failed);
                }
            }
        }
    }

    private void listen(List<String> addresses, int port) {
        Undertow.Builder builder = limits(Undertow.builder());
        for (String address : addresses) {
            SSLContext tls = options.tls().orElse(null);
            if (tls == null) {
                builder.addHttpListener(port, address);
            } else {
                builder.addHttpsListener(port, address, tls);
            }
        }
        boundPort = port;
        undertow = builder.setHandler(guard).build();
        undertow.start();
        boundPort = address().getPort();
    }

    private Undertow.Builder limits(Undertow.Builder builder) {
        int cores = Runtime.getRuntime().availableProcessors();
        return builder.setIoThreads(cores <= 4 ? 1 : Math.min(4, cores / 4))
                .setWorkerThreads(2)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, false)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 << 10)
                .setServerOption(UndertowOptions.MAX_HEADERS, 64)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 64)
                .setServerOption(UndertowOptions.MAX_COOKIES, 32)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 1L << 20)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 3_000)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 15_000)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, false)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3"))
                .setSocketOption(Options.BACKLOG, ACCEPT_BACKLOG)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, options.maxConnections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, options.maxConnections());
    }

    private List<String> addresses() {
        if (!options.host().equals(HttpOptions.DEFAULT_HOST)) {
            return List.of(options.host());
        }
        List<String> addresses = new ArrayList<>(List.of("127.0.0.1"));
        if (hasIpv6Loopback()) {
            addresses.add("::1");
        }
        return addresses;
    }

    private static boolean hasIpv6Loopback() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return probe.isBound();
        } catch (IOException none) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }

    private String explain(RuntimeException failed) {
        Throwable root = rootOf(failed);
        String where = options.host() + ":" + options.port();
        if (root instanceof BindException) {
            return "cannot listen on " + where + ": " + root.getMessage()
                    + ". Another program may have the port; to see which:" + " ss -ltnp 'sport = :" + options.port()
                    + "'. Stop it, or choose another with --port.";
        }
        return "cannot listen on " + where + ": " + root.getMessage();
    }

    private static Throwable rootOf(Throwable failed) {
        Throwable root = failed;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
