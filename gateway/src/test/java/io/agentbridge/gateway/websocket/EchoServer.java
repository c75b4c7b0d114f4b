package io.agentbridge.gateway.websocket;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/** The codec behind a bare Undertow. */
final class EchoServer implements AutoCloseable {
    private final Undertow undertow;

    EchoServer(WebSocketLimits limits, Function<WebSocketConnection, WebSocketHandler> session) {
        this(0, limits, session);
    }

    EchoServer(int port, WebSocketLimits limits, Function<WebSocketConnection, WebSocketHandler> session) {
        WebSocketUpgrade upgrade = new WebSocketUpgrade(limits, Compression.ON);
        undertow = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> {
                    Optional<WebSocketUpgrade.Refusal> refusal = WebSocketUpgrade.check(exchange);
                    if (refusal.isPresent()) {
                        exchange.setStatusCode(refusal.get().status()).endExchange();
                    } else {
                        upgrade.accept(exchange, Optional.empty(), session);
                    }
                })
                .build();
        undertow.start();
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    @Override
    public void close() {
        undertow.stop();
    }

    /** For measurements: an echo server on the given port. */
    public static void main(String[] arguments) {
        EchoServer server = new EchoServer(Integer.parseInt(arguments[0]), WebSocketLimits.DEFAULT, EchoHandler::new);
        System.out.println("listening on " + server.port());
    }
}
