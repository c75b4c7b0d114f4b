package io.agentbridge.gateway.http;

import io.agentbridge.gateway.websocket.Compression;
import io.agentbridge.gateway.websocket.WebSocketLimits;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the server listens.
 *
 * @param host {@code localhost} means both 127.0.0.1 and ::1
 * @param port 0 for any free one
 * @param extraHosts further Host headers to answer to, with port, e.g. of a proxy in front
 * @param extraOrigins further web origins that may connect, e.g. {@code https://bridge.example}
 * @param maxConnections the most sockets at once; more wait in the kernel's backlog
 * @param maxWebSockets the most WebSockets at once; more get 503
 * @param limits what one WebSocket may cost
 * @param compression whether WebSockets may be compressed
 * @param tls for {@code wss}; only TLS 1.3 is spoken
 * @param version what {@code /version} answers
 */
public record HttpOptions(
        String host,
        int port,
        List<String> extraHosts,
        List<String> extraOrigins,
        int maxConnections,
        int maxWebSockets,
        WebSocketLimits limits,
        Compression compression,
        Optional<SSLContext> tls,
        String version) {

    public static final String DEFAULT_HOST = "localhost";
    public static final int DEFAULT_PORT = 8765;

    public HttpOptions {
        extraHosts = List.copyOf(extraHosts);
        extraOrigins = List.copyOf(extraOrigins);
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (maxConnections <= 0 || maxWebSockets <= 0) {
            throw new IllegalArgumentException("maxConnections and maxWebSockets must be positive");
        }
    }

    /** Loopback, without TLS, for 10,000 connections. */
    public static HttpOptions loopback(int port, String version) {
        return new HttpOptions(
                DEFAULT_HOST,
                port,
                List.of(),
                List.of(),
                10_240,
                10_000,
                WebSocketLimits.DEFAULT,
                Compression.ON,
                Optional.empty(),
                version);
    }
}
