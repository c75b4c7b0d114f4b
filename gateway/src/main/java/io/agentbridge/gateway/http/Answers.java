package io.agentbridge.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/** Short answers with the headers that every answer bears. */
final class Answers {
    private static final HttpString CONTENT_SECURITY_POLICY = HttpString.tryFromString("Content-Security-Policy");
    private static final HttpString OPENER_POLICY = HttpString.tryFromString("Cross-Origin-Opener-Policy");
    private static final HttpString RESOURCE_POLICY = HttpString.tryFromString("Cross-Origin-Resource-Policy");
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String DASHBOARD =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Answers() {}

    static void secure(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(CONTENT_SECURITY_POLICY, NOTHING);
        headers.put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
        headers.put(Headers.REFERRER_POLICY, "no-referrer");
        headers.put(OPENER_POLICY, "same-origin");
        headers.put(RESOURCE_POLICY, "same-origin");
        headers.put(Headers.CACHE_CONTROL, "no-store");
    }

    /** For pages that load their own scripts and styles, and nobody else's. */
    static void allowOwnResources(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(CONTENT_SECURITY_POLICY, DASHBOARD);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
    }

    static void text(HttpServerExchange exchange, String body) {
        send(exchange, 200, "text/plain; charset=utf-8", body);
    }

    static void json(HttpServerExchange exchange, int status, String body) {
        send(exchange, status, "application/json", body);
    }

    /** An error after RFC 9457. */
    static void problem(HttpServerExchange exchange, int status, String detail) {
        send(
                exchange,
                status,
                "application/problem+json",
                "{\"type\":\"about:blank\",\"title\":" + quoted(StatusCodes.getReason(status)) + ",\"status\":" + status
                        + ",\"detail\":" + quoted(detail) + "}\n");
    }

    /** A JSON string. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static void send(HttpServerExchange exchange, int status, String type, String body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseSender().send(body);
    }
}
