package io.agentbridge.bench.websocket;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The opening handshake (RFC 6455 section 4). */
public final class Handshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "YWdlbnQtYnJpZGdlLWIuLg==";

    private Handshake() {}

    /** A client's request. */
    public static byte[] request(String host, int port, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: " + KEY + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Checks a server's response to {@link #request}. */
    public static void check(String responseHead) throws ProtocolException {
        boolean switching = responseHead.startsWith("HTTP/1.1 101");
        boolean accepted = header(responseHead, "sec-websocket-accept").equals(Optional.of(accept(KEY)));
        if (!switching || !accepted) {
            throw new ProtocolException("The server refused the WebSocket handshake: "
                    + responseHead.lines().findFirst().orElse("no answer"));
        }
    }

    /** A server's response to a request. */
    public static byte[] response(String requestHead) throws ProtocolException {
        String key = header(requestHead, "sec-websocket-key")
                .orElseThrow(() -> new ProtocolException("The request asks for no WebSocket"));
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
