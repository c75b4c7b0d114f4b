package io.agentbridge.gateway.security;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Stands before every route: refuses with 403 and no body what a web page of a stranger could cause the user's browser to send, a
 * cross-site WebSocket by its Origin, a rebound DNS name by its Host. A refusal says nothing, for it may be read by that page.
 */
public final class RequestGuard implements HttpHandler {
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpHandler next;
    private final Set<String> hosts;
    private final Set<HostAndPort> extraHosts;
    private final Set<Origin> origins;
    private final IntSupplier port;
    private final int defaultPort;

    /**
     * @param boundHosts the names and addresses that the server was told to listen on, allowed with its port
     * @param extraHosts further hosts, exact with their port ({@code bridge.example:443}), e.g. of a proxy in front
     * @param extraOrigins further origins, exact ({@code https://bridge.example})
     * @param port the bound port, known once the server has started
     * @param tls whether a missing port means 443 rather than 80
     */
    public RequestGuard(
            HttpHandler next,
            Collection<String> boundHosts,
            Collection<String> extraHosts,
            Collection<String> extraOrigins,
            IntSupplier port,
            boolean tls) {
        this.next = next;
        this.port = port;
        this.defaultPort = tls ? 443 : 80;
        Set<String> names = new HashSet<>(LOOPBACK_HOSTS);
        for (String bound : boundHosts) {
            names.add(headerForm(bound));
        }
        this.hosts = Set.copyOf(names);
        Set<HostAndPort> extra = new HashSet<>();
        for (String host : extraHosts) {
            HostAndPort parsed = HostAndPort.parse(host)
                    .orElseThrow(() -> new IllegalArgumentException("not a host or host:port: " + host));
            extra.add(new HostAndPort(parsed.host(), parsed.portOr(defaultPort)));
        }
        this.extraHosts = Set.copyOf(extra);
        Set<Origin> allowed = new HashSet<>();
        for (String origin : extraOrigins) {
            allowed.add(Origin.parse(origin)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "not an origin like https://host or http://host:port: " + origin)));
        }
        this.origins = Set.copyOf(allowed);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (isHostAllowed(exchange) && isOriginAllowed(exchange)) {
            next.handleRequest(exchange);
        } else {
            exchange.setStatusCode(403);
            exchange.setPersistent(false);
            exchange.endExchange();
        }
    }

    private boolean isHostAllowed(HttpServerExchange exchange) {
        HeaderValues values = exchange.getRequestHeaders().get(Headers.HOST);
        if (exchange.isHostIncludedInRequestURI() || values == null || values.size() != 1) {
            return false;
        }
        Optional<HostAndPort> host = HostAndPort.parse(values.getFirst());
        if (host.isEmpty()) {
            return false;
        }
        int asked = host.get().portOr(defaultPort);
        return (asked == port.getAsInt() && hosts.contains(host.get().host()))
                || extraHosts.contains(new HostAndPort(host.get().host(), asked));
    }

    private boolean isOriginAllowed(HttpServerExchange exchange) {
        HeaderValues values = exchange.getRequestHeaders().get(Headers.ORIGIN);
        if (values == null) {
            return true;
        }
        if (values.size() != 1) {
            return false;
        }
        Optional<Origin> origin = Origin.parse(values.getFirst());
        return origin.isPresent() && (origin.get().isLoopback() || origins.contains(origin.get()));
    }

    private static String headerForm(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.indexOf(':') >= 0 && !lower.startsWith("[") ? "[" + lower + "]" : lower;
    }
}
