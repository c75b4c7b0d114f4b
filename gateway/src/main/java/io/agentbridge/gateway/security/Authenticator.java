package io.agentbridge.gateway.security;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the principal of a handshake. The token comes as {@code Authorization: Bearer TOKEN}, or, from a browser, which cannot set that
 * header, as the WebSocket sub-protocol {@code agent-bridge.token.TOKEN} offered beside {@code agent-bridge}. Never in the URL, where
 * it would end up in logs and histories. A wrong token is refused even where none is needed.
 */
public final class Authenticator {
    /** The sub-protocol that is spoken. */
    public static final String SUBPROTOCOL = "agent-bridge";

    private static final String TOKEN_SUBPROTOCOL = SUBPROTOCOL + ".token.";
    private static final String BEARER = "bearer ";
    private static final HttpString PROTOCOL = HttpString.tryFromString("Sec-WebSocket-Protocol");
    private static final Set<String> TOKEN_PARAMETERS =
            Set.of("token", "access_token", "auth", "auth_token", "api_key", "apikey", "key", "secret");

    private final AuthMode mode;
    private final TokenFile token;
    private final PeerIdentity peers;
    private final Principal user;

    /** The token is accepted in both modes. */
    public Authenticator(AuthMode mode, TokenFile token, PeerIdentity peers) {
        this.mode = mode;
        this.token = token;
        this.peers = peers;
        this.user = new Principal("user:" + System.getProperty("user.name", "unknown"), Role.ADMIN);
    }

    /** The verdict, at once or after a look into the kernel's socket table; never completes exceptionally. */
    public CompletableFuture<Verdict> authenticate(HttpServerExchange exchange) {
        if (hasTokenInQuery(exchange.getQueryString())) {
            return refused(
                    400,
                    "A token in the URL is refused: it would end up in logs and histories. Send it as 'Authorization:"
                            + " Bearer TOKEN' or as the WebSocket sub-protocol '" + TOKEN_SUBPROTOCOL + "TOKEN'.");
        }
        List<String> offered = offeredSubprotocols(exchange);
        Optional<String> subprotocol = offered.contains(SUBPROTOCOL) ? Optional.of(SUBPROTOCOL) : Optional.empty();
        List<String> candidates = candidates(exchange, offered);
        if (candidates.size() > 1) {
            return refused(400, "More than one token was sent; send one.");
        }
        if (!candidates.isEmpty()) {
            return token.matches(candidates.getFirst())
                    ? accepted(subprotocol)
                    : refused(401, "The token is not the one of this server; it is in the server's token file.");
        }
        if (mode == AuthMode.TOKEN) {
            return refused(401, needsToken("This server wants a token."));
        }
        if (!peers.isAvailable()) {
            return refused(401, needsToken("This system cannot tell who connects."));
        }
        return peers.isSameUser(exchange.getSourceAddress(), exchange.getDestinationAddress())
                .<Verdict>thenApply(same -> same
                        ? new Verdict.Accepted(user, subprotocol)
                        : new Verdict.Refused(401, needsToken("You are not the user who runs this server.")))
                .exceptionally(Authenticator::failed);
    }

    private static Verdict failed(Throwable cause) {
        System.getLogger(Authenticator.class.getName())
                .log(System.Logger.Level.ERROR, "a peer could not be identified", cause);
        return new Verdict.Refused(401, needsToken("The server could not tell who connects."));
    }

    private CompletableFuture<Verdict> accepted(Optional<String> subprotocol) {
        return CompletableFuture.completedFuture(new Verdict.Accepted(user, subprotocol));
    }

    private static CompletableFuture<Verdict> refused(int status, String reason) {
        return CompletableFuture.completedFuture(new Verdict.Refused(status, reason));
    }

    private static String needsToken(String why) {
        return why
                + " Send the token of its token file as 'Authorization: Bearer TOKEN' or as the WebSocket sub-protocol '"
                + TOKEN_SUBPROTOCOL + "TOKEN'.";
    }

    private static List<String> offeredSubprotocols(HttpServerExchange exchange) {
        List<String> offered = new ArrayList<>();
        HeaderValues values = exchange.getRequestHeaders().get(PROTOCOL);
        if (values != null) {
            for (String value : values) {
                for (String name : value.split(",", -1)) {
                    offered.add(name.strip());
                }
            }
        }
        return offered;
    }

    private static List<String> candidates(HttpServerExchange exchange, List<String> offered) {
        List<String> candidates = new ArrayList<>();
        HeaderValues headers = exchange.getRequestHeaders().get(Headers.AUTHORIZATION);
        if (headers != null) {
            for (String value : headers) {
                boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
                candidates.add(bearer ? value.substring(BEARER.length()).strip() : "");
            }
        }
        for (String name : offered) {
            if (name.startsWith(TOKEN_SUBPROTOCOL)) {
                candidates.add(name.substring(TOKEN_SUBPROTOCOL.length()));
            }
        }
        return candidates;
    }

    private boolean hasTokenInQuery(String query) {
        if (query.isEmpty()) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
            if (TOKEN_PARAMETERS.contains(name.toLowerCase(Locale.ROOT)) || token.matches(value)) {
                return true;
            }
        }
        return false;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
