package io.agentbridge.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.function.BooleanSupplier;

/** What is answered to plain HTTP: health, version, whether one has access, the dashboard. */
final class Routes implements HttpHandler {
    private static final String DASHBOARD = "dashboard";
    private static final String WELCOME = """
            This is agent-bridge: one server through which people and programs drive, watch and coordinate CLI coding agents.

            Connect a WebSocket to this address, path / or /ws; one JSON object in each text frame.
            GET /health/live, /health/ready and /version answer in plain HTTP. The dashboard was left out of this build.
            """;

    private final BooleanSupplier ready;
    private final String version;
    private final AccessCheck access;
    private final Dashboard dashboard = new Dashboard(Routes.class.getClassLoader(), DASHBOARD);
    private final boolean hasDashboard = dashboard.isPresent();

    Routes(BooleanSupplier ready, String version, AccessCheck access) {
        this.ready = ready;
        this.version = version;
        this.access = access;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestMethod().equals(Methods.GET)
                && !exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            Answers.problem(exchange, 405, "Only GET and HEAD are answered here; commands go over the WebSocket.");
            return;
        }
        switch (exchange.getRelativePath()) {
            case "/health/live" -> Answers.json(exchange, 200, "{\"status\":\"live\"}\n");
            case "/health/ready" -> {
                boolean isReady = ready.getAsBoolean();
                Answers.json(
                        exchange, isReady ? 200 : 503, "{\"status\":\"" + (isReady ? "ready" : "not ready") + "\"}\n");
            }
            case "/version" ->
                Answers.json(
                        exchange,
                        200,
                        "{\"name\":\"agent-bridge\",\"version\":" + Answers.quoted(version) + ",\"protocol\":2}\n");
            case "/access" -> access.handleRequest(exchange);
            default -> page(exchange);
        }
    }

    private void page(HttpServerExchange exchange) throws Exception {
        if (hasDashboard) {
            dashboard.handleRequest(exchange);
        } else if (exchange.getRelativePath().equals("/")) {
            Answers.text(exchange, WELCOME);
        } else {
            Answers.problem(exchange, 404, "There is nothing here.");
        }
    }
}
