package io.agentbridge.gateway.http;

import io.agentbridge.gateway.security.Authenticator;
import io.agentbridge.gateway.security.Verdict;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;

/**
 * Tells whether a handshake with these headers would be accepted. A browser does not tell a page why its WebSocket was refused; here the
 * page can ask, and ask its reader for a token.
 */
final class AccessCheck implements HttpHandler {
    private final Authenticator authenticator;

    AccessCheck(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            var _ = authenticator
                    .authenticate(exchange)
                    .thenAccept(verdict ->
                            exchange.dispatch(exchange.getIoThread(), (HttpHandler) judged -> answer(judged, verdict)));
        });
    }

    private static void answer(HttpServerExchange exchange, Verdict verdict) {
        switch (verdict) {
            case Verdict.Refused(int status, String reason) -> {
                if (status == 401) {
                    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
                }
                Answers.problem(exchange, status, reason);
            }
            case Verdict.Accepted _ -> Answers.json(exchange, 200, "{\"access\":\"granted\"}\n");
        }
    }
}
