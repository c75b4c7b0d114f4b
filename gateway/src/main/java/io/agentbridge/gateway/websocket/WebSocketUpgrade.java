package io.agentbridge.gateway.websocket;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** The opening handshake, RFC 6455 section 4.2, and what follows it: an HTTP exchange becomes a {@link WebSocketConnection}. */
public final class WebSocketUpgrade {
    private static final System.Logger LOG = System.getLogger(WebSocketUpgrade.class.getName());
    private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final HttpString KEY = HttpString.tryFromString("Sec-WebSocket-Key");
    private static final HttpString ACCEPT = HttpString.tryFromString("Sec-WebSocket-Accept");
    private static final HttpString VERSION = HttpString.tryFromString("Sec-WebSocket-Version");
    private static final HttpString EXTENSIONS = HttpString.tryFromString("Sec-WebSocket-Extensions");
    private static final HttpString PROTOCOL = HttpString.tryFromString("Sec-WebSocket-Protocol");

    /** A handshake that is none: the status to answer with, and why. */
    public record Refusal(int status, String reason) {}

    private final WebSocketLimits limits;
    private final Compression compression;
    private final ThreadLocal<IoBuffers> buffers = ThreadLocal.withInitial(IoBuffers::new);

    public WebSocketUpgrade(WebSocketLimits limits, Compression compression) {
        this.limits = limits;
        this.compression = compression;
    }

    /** Whether a request wants to become a WebSocket at all; then {@link #check} says whether it may. */
    public static boolean isRequested(HttpServerExchange exchange) {
        return hasToken(exchange.getRequestHeaders(), Headers.UPGRADE, "websocket");
    }

    /** What is wrong with the handshake, if anything. */
    public static Optional<Refusal> check(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        if (!exchange.getRequestMethod().equals(Methods.GET)) {
            return refuse(405, "a WebSocket begins with a GET");
        }
        if (!exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            return refuse(400, "a WebSocket needs HTTP/1.1");
        }
        if (!hasToken(headers, Headers.CONNECTION, "upgrade")) {
            return refuse(400, "the Connection header lacks 'Upgrade'");
        }
        if (headers.contains(Headers.CONTENT_LENGTH) || headers.contains(Headers.TRANSFER_ENCODING)) {
            return refuse(400, "a WebSocket handshake has no body");
        }
        if (!"13".equals(single(headers, VERSION))) {
            return refuse(426, "only WebSocket version 13 is spoken");
        }
        String key = single(headers, KEY);
        if (key == null || !isKey(key)) {
            return refuse(400, "Sec-WebSocket-Key must be 16 bytes in base64");
        }
        if (offers(headers).isEmpty()) {
            return refuse(400, "the Sec-WebSocket-Extensions header is malformed");
        }
        return Optional.empty();
    }

    /**
     * Completes the handshake of a request that passed {@link #check}; the connection begins on its I/O thread when the answer is out.
     *
     * @param subprotocol the one chosen of those that the client offered
     * @param session makes the session; called on the connection's I/O thread
     */
    public void accept(
            HttpServerExchange exchange,
            Optional<String> subprotocol,
            Function<WebSocketConnection, WebSocketHandler> session) {
        String key = single(exchange.getRequestHeaders(), KEY);
        if (key == null) {
            throw new IllegalStateException("the handshake was not checked");
        }
        HeaderMap answer = exchange.getResponseHeaders();
        answer.put(ACCEPT, acceptKey(key));
        subprotocol.ifPresent(name -> answer.put(PROTOCOL, name));
        Optional<String> extension = compression == Compression.ON
                ? offers(exchange.getRequestHeaders()).flatMap(PerMessageDeflate::accept)
                : Optional.empty();
        extension.ifPresent(accepted -> answer.put(EXTENSIONS, accepted));
        boolean deflates = extension.isPresent();
        exchange.upgradeChannel("websocket", (stream, upgraded) -> stream.getIoThread()
                .execute(() -> begin(stream, upgraded, deflates, session)));
        exchange.endExchange();
    }

    private void begin(
            StreamConnection stream,
            HttpServerExchange exchange,
            boolean deflates,
            Function<WebSocketConnection, WebSocketHandler> session) {
        try {
            UndertowConnection connection = new UndertowConnection(stream, limits, buffers.get(), deflates, session);
            exchange.getConnection().addCloseListener(closed -> {
                if (Thread.currentThread() == stream.getIoThread()) {
                    connection.gone();
                } else {
                    stream.getIoThread().execute(connection::gone);
                }
            });
            connection.start();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "a WebSocket session could not be opened", bug);
            IoUtils.safeClose(stream);
        }
    }

    /** The answer to a key, RFC 6455 section 4.2.2. */
    static String acceptKey(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1", missing);
        }
    }

    private static Optional<Refusal> refuse(int status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static Optional<List<ExtensionOffer>> offers(HeaderMap headers) {
        HeaderValues values = headers.get(EXTENSIONS);
        return ExtensionOffer.parse(values == null ? List.of() : values);
    }

    private static @Nullable String single(HeaderMap headers, HttpString name) {
        HeaderValues values = headers.get(name);
        return values == null || values.size() != 1 ? null : values.getFirst().trim();
    }

    private static boolean hasToken(HeaderMap headers, HttpString name, String token) {
        HeaderValues values = headers.get(name);
        if (values == null) {
            return false;
        }
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                if (part.trim().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
