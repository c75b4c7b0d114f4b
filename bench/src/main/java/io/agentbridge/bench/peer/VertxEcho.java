package io.agentbridge.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.ExecutionException;

/** A peer that people would otherwise pick: a Vert.x WebSocket echo on one event loop. */
public final class VertxEcho implements AutoCloseable {
    private final Vertx vertx;
    private final HttpServer server;

    /** Listens on the loopback address; port 0 takes a free one. */
    public VertxEcho(int port) throws InterruptedException, ExecutionException {
        vertx = Vertx.vertx();
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(port).setTcpNoDelay(true);
        server = vertx.createHttpServer(options)
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
