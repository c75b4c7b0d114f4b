package io.agentbridge.gateway.http;

import io.agentbridge.gateway.security.Authenticator;
import io.agentbridge.gateway.security.Principal;
import io.agentbridge.gateway.security.Verdict;
import io.agentbridge.gateway.websocket.CloseCodes;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;
import io.agentbridge.gateway.websocket.WebSocketUpgrade;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The door: a handshake is checked, its principal found, and the session opened; knows every WebSocket that is open. */
final class WebSockets implements HttpHandler {
    private static final HttpString VERSION = HttpString.tryFromString("Sec-WebSocket-Version");

    private final WebSocketUpgrade upgrade;
    private final Authenticator authenticator;
    private final SessionFactory sessions;
    private final int maxWebSockets;
    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    WebSockets(WebSocketUpgrade upgrade, Authenticator authenticator, SessionFactory sessions, int maxWebSockets) {
        this.upgrade = upgrade;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.maxWebSockets = maxWebSockets;
    }

    static boolean isPath(String path) {
        return path.equals("/") || path.equals("/ws");
    }

    int count() {
        return open.size();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Optional<WebSocketUpgrade.Refusal> refusal = WebSocketUpgrade.check(exchange);
        if (refusal.isPresent()) {
            if (refusal.get().status() == 426) {
                exchange.getResponseHeaders().put(VERSION, "13");
            }
            Answers.problem(exchange, refusal.get().status(), refusal.get().reason());
        } else if (stopping || open.size() >= maxWebSockets) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
            Answers.problem(
                    exchange,
                    503,
                    stopping ? "The server is stopping." : "There are " + maxWebSockets + " WebSockets already.");
        } else {
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> authenticate(exchange));
        }
    }

    private void authenticate(HttpServerExchange exchange) {
        CompletableFuture<Void> answered = authenticator
                .authenticate(exchange)
                .thenAccept(verdict ->
                        exchange.dispatch(exchange.getIoThread(), (HttpHandler) judged -> answer(judged, verdict)));
        if (answered.isCompletedExceptionally()) {
            throw new IllegalStateException("a verdict could not be acted on", answered.exceptionNow());
        }
    }

    private void answer(HttpServerExchange exchange, Verdict verdict) {
        switch (verdict) {
            case Verdict.Refused(int status, String reason) -> {
                if (status == 401) {
                    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
                }
                Answers.problem(exchange, status, reason);
            }
            case Verdict.Accepted(Principal principal, Optional<String> subprotocol) ->
                upgrade.accept(exchange, subprotocol, connection -> open(connection, principal));
        }
    }

    private WebSocketHandler open(WebSocketConnection connection, Principal principal) {
        WebSocketHandler session = sessions.open(connection, principal);
        open.add(connection);
        if (stopping) {
            connection.close(CloseCodes.SERVICE_RESTART, "the server is stopping");
        }
        return new Registered(connection, session);
    }

    /** Refuses more, and asks those open to come back later. */
    void stop() {
        stopping = true;
        for (WebSocketConnection connection : open) {
            connection.close(CloseCodes.SERVICE_RESTART, "the server is stopping");
        }
    }

    /** A session that is struck off the list when its connection is gone. */
    private final class Registered implements WebSocketHandler {
        private final WebSocketConnection connection;
        private final WebSocketHandler session;

        Registered(WebSocketConnection connection, WebSocketHandler session) {
            this.connection = connection;
            this.session = session;
        }

        @Override
        public boolean message(byte[] data, int offset, int length, boolean binary) {
            return session.message(data, offset, length, binary);
        }

        @Override
        public void alive() {
            session.alive();
        }

        @Override
        public void fill(FrameSink sink) {
            session.fill(sink);
        }

        @Override
        public void closing() {
            session.closing();
        }

        @Override
        public void closed(int code) {
            open.remove(connection);
            session.closed(code);
        }
    }
}
