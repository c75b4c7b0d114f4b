package io.agentbridge.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.gateway.security.AuthMode;
import io.agentbridge.gateway.security.Authenticator;
import io.agentbridge.gateway.security.PeerIdentity;
import io.agentbridge.gateway.security.Principal;
import io.agentbridge.gateway.security.TokenFile;
import io.agentbridge.gateway.websocket.Compression;
import io.agentbridge.gateway.websocket.FrameSink;
import io.agentbridge.gateway.websocket.RawClient;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as the outside sees it, over raw sockets. */
@Timeout(60)
class HttpServerTest {
    private static final String KEY = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n" + KEY;

    @TempDir
    private Path directory;

    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final ExecutorService lookups = Executors.newSingleThreadExecutor();
    private TokenFile token;
    private HttpServer local;
    private HttpServer strict;

    /** Says who it is talking to, once. */
    private final class Greeting implements WebSocketHandler {
        private final byte[] name;
        private boolean said;

        Greeting(WebSocketConnection connection, Principal principal) {
            sessions.incrementAndGet();
            name = principal.name().getBytes(StandardCharsets.UTF_8);
            connection.wake();
        }

        @Override
        public boolean message(byte[] data, int offset, int length, boolean binary) {
            return true;
        }

        @Override
        public void alive() {}

        @Override
        public void fill(FrameSink sink) {
            if (!said) {
                said = true;
                sink.putText(name, 0, name.length);
            }
        }

        @Override
        public void closed(int code) {}
    }

    @BeforeEach
    void start() throws IOException {
        token = TokenFile.openOrCreate(directory.resolve("private").resolve("token"));
        local = start(AuthMode.LOCAL, HttpOptions.loopback(0, "1.2.3"));
        strict = start(AuthMode.TOKEN, HttpOptions.loopback(0, "1.2.3"));
    }

    private HttpServer start(AuthMode mode, HttpOptions options) throws IOException {
        Authenticator authenticator = new Authenticator(mode, token, new PeerIdentity(lookups));
        return HttpServer.start(options, authenticator, Greeting::new, ready::get);
    }

    @AfterEach
    void stop() {
        local.close();
        strict.close();
        lookups.close();
    }

    private static String get(int port, String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers + "\r\n";
    }

    @Test
    void hosts_and_origins_are_compared_whole_before_anything_else_happens() throws Exception {
        int port = local.address().getPort();
        int admitted = 0;
        int vectors = 0;
        for (HostsAndOrigins.Vector vector : HostsAndOrigins.all()) {
            String request = vector.request().replace("PORT", "" + port).replace("WRONG", "" + (port ^ 1));
            String answer = RawHttp.exchange(port, request);
            int status = RawHttp.status(answer);
            // What is not even a host is refused by the HTTP parser, with 400.
            assertEquals(vector.expected(), status == 400 ? 403 : status, request);
            if (vector.expected() != 101) {
                assertTrue(answer.endsWith("\r\n\r\n"), "a refusal has no body: " + answer);
                assertFalse(answer.contains("Access-Control"), answer);
            } else {
                admitted++;
            }
            vectors++;
        }
        assertTrue(vectors >= 75, "vectors: " + vectors);
        assertEquals(admitted, sessions.get(), "no refused handshake reached a session");
    }

    @Test
    void the_guard_stands_before_every_path() throws Exception {
        int port = local.address().getPort();
        for (String path : new String[] {"/", "/ws", "/health/live", "/health/ready", "/version", "/no/such/page"}) {
            String foreign = "GET " + path + " HTTP/1.1\r\nHost: rebind.example:" + port + "\r\n\r\n";
            assertEquals(403, RawHttp.status(RawHttp.exchange(port, foreign)), path);
            assertEquals(403, RawHttp.status(RawHttp.exchange(port, get(port, path, "Origin: null\r\n"))), path);
        }
    }

    @Test
    void malformed_http_is_400_or_a_closed_socket_and_never_a_session() throws Exception {
        int port = local.address().getPort();
        String host = "Host: localhost:" + port + "\r\n";
        for (String bad : new String[] {
            "GET / HTTP/1.1\r\nHost : localhost:" + port + "\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n Host: localhost:" + port + "\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + host + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Bad Name: x\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "X: " + "y".repeat(20_000) + "\r\n" + UPGRADE + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "X: y\r\n".repeat(100) + UPGRADE + "\r\n",
            "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n",
            "GET / HTTP/0.9\r\n" + host + "\r\n",
            "\u0016\u0003\u0001 this is TLS\r\n\r\n",
        }) {
            int status = RawHttp.status(RawHttp.exchange(port, bad));
            assertTrue(
                    status == 0 || (status >= 400 && status < 500) || status == 505,
                    status + " for " + bad.substring(0, Math.min(60, bad.length())));
        }
        assertEquals(0, sessions.get());
    }

    @Test
    void handshakes_that_are_none_are_refused_with_the_reason() throws Exception {
        int port = local.address().getPort();
        record Case(String headers, int status) {}
        for (Case wrong : new Case[] {
            new Case("Upgrade: websocket\r\n" + KEY, 400),
            new Case("Upgrade: websocket\r\nConnection: keep-alive\r\n" + KEY, 400),
            new Case(UPGRADE.replace("13", "8"), 426),
            new Case(UPGRADE.replace("Sec-WebSocket-Version: 13\r\n", ""), 426),
            new Case(UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"), 400),
            new Case(UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "!!!!!!!!!!!!!!!!!!!!!!!!"), 400),
            new Case(UPGRADE + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400),
            new Case(UPGRADE + "Content-Length: 3\r\n", 400),
        }) {
            String answer = RawHttp.exchange(port, get(port, "/", wrong.headers));
            assertEquals(wrong.status, RawHttp.status(answer), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
        }
        assertEquals(
                405,
                RawHttp.status(RawHttp.exchange(port, get(port, "/", UPGRADE).replace("GET", "POST"))));
        assertEquals(
                400,
                RawHttp.status(RawHttp.exchange(port, get(port, "/", UPGRADE).replace("HTTP/1.1", "HTTP/1.0"))));
    }

    @Test
    void tokens_are_taken_from_headers_only_and_a_wrong_one_never_passes() throws Exception {
        String right = token.token();
        String wrong = right.substring(1) + (right.charAt(0) == 'A' ? 'B' : 'A');
        record Case(String path, String headers, int locally, int strictly) {}
        for (Case row : new Case[] {
            new Case("/", "", 101, 401),
            new Case("/ws", "", 101, 401),
            new Case("/", "Authorization: Bearer " + right + "\r\n", 101, 101),
            new Case("/ws", "Authorization: bearer " + right + "\r\n", 101, 101),
            new Case("/", "Authorization: Bearer " + wrong + "\r\n", 401, 401),
            new Case("/", "Authorization: Bearer \r\n", 401, 401),
            new Case("/", "Authorization: Bearer " + right.substring(0, 42) + "\r\n", 401, 401),
            new Case("/", "Authorization: Bearer " + right + "x\r\n", 401, 401),
            new Case("/", "Authorization: Basic " + right + "\r\n", 401, 401),
            new Case("/", "Authorization: " + right + "\r\n", 401, 401),
            new Case("/", "Sec-WebSocket-Protocol: agent-bridge, agent-bridge.token." + right + "\r\n", 101, 101),
            new Case("/", "Sec-WebSocket-Protocol: agent-bridge.token." + wrong + ", agent-bridge\r\n", 401, 401),
            new Case("/", "Sec-WebSocket-Protocol: agent-bridge.token.\r\n", 401, 401),
            new Case("/", "Sec-WebSocket-Protocol: agent-bridge\r\n", 101, 401),
            new Case("/", "Cookie: token=" + right + "\r\n", 101, 401),
            new Case("/", "Authorization: Bearer " + right + "\r\nAuthorization: Bearer " + wrong + "\r\n", 400, 400),
            new Case("/?token=" + right, "", 400, 400),
            new Case("/?access_token=x", "Authorization: Bearer " + right + "\r\n", 400, 400),
            new Case("/?harmless=" + right, "", 400, 400),
            new Case("/?%74oken=x", "", 400, 400),
            new Case("/ws?client=dashboard", "Authorization: Bearer " + right + "\r\n", 101, 101),
        }) {
            for (HttpServer server : List.of(local, strict)) {
                int port = server.address().getPort();
                String answer = RawHttp.exchange(port, get(port, row.path, UPGRADE + row.headers));
                int expected = server.equals(local) ? row.locally : row.strictly;
                assertEquals(expected, RawHttp.status(answer), row.path + " " + row.headers + answer);
                assertFalse(answer.contains(right), "the token is never repeated: " + answer);
                if (row.headers.contains("agent-bridge, ")) {
                    assertTrue(answer.contains("Sec-WebSocket-Protocol: agent-bridge\r\n"), answer);
                }
            }
        }
    }

    @Test
    void an_anonymous_client_of_the_same_user_is_that_user() throws Exception {
        try (RawClient client = new RawClient(local.address().getPort())) {
            assertEquals("1:user:" + System.getProperty("user.name"), client.next());
        }
    }

    @Test
    void routes_answer_with_their_headers() throws Exception {
        int port = local.address().getPort();
        record Case(String path, int status, String type, String part) {}
        for (Case route : new Case[] {
            new Case("/", 200, "text/", "agent-bridge"),
            new Case("/health/live", 200, "application/json", "live"),
            new Case("/health/ready", 200, "application/json", "ready"),
            new Case("/version", 200, "application/json", "\"version\":\"1.2.3\""),
            new Case("/nothing", 404, "application/problem+json", "\"status\":404"),
            new Case("/../../etc/passwd", 404, "application/problem+json", "\"status\":404"),
        }) {
            String answer = RawHttp.exchange(port, get(port, route.path, ""));
            assertEquals(route.status, RawHttp.status(answer), answer);
            for (String part : new String[] {
                "Content-Type: " + route.type,
                route.part,
                "Content-Security-Policy: default-src 'none'",
                "nosniff",
                "no-referrer",
                "Cross-Origin-Opener-Policy: same-origin"
            }) {
                assertTrue(answer.contains(part), part + " in " + answer);
            }
            assertFalse(answer.contains("Access-Control"), answer);
        }
        ready.set(false);
        assertEquals(503, RawHttp.status(RawHttp.exchange(port, get(port, "/health/ready", ""))));
        assertEquals(
                405,
                RawHttp.status(RawHttp.exchange(port, get(port, "/version", "").replace("GET", "DELETE"))));
        assertEquals(
                405, RawHttp.status(RawHttp.exchange(port, get(port, "/", "").replace("GET", "OPTIONS"))));
    }

    @Test
    void a_page_learns_whether_it_has_access_and_why_not() throws Exception {
        int open = local.address().getPort();
        int closed = strict.address().getPort();
        String bearer = "Authorization: Bearer " + token.token() + "\r\n";
        assertEquals(200, RawHttp.status(RawHttp.exchange(open, get(open, "/access", ""))));
        assertEquals(200, RawHttp.status(RawHttp.exchange(closed, get(closed, "/access", bearer))));
        String refusal = RawHttp.exchange(closed, get(closed, "/access", ""));
        assertEquals(401, RawHttp.status(refusal));
        assertTrue(refusal.contains("This server wants a token."), refusal);
        assertEquals(0, sessions.get(), "asking opens nothing");
    }

    @Test
    void localhost_is_both_loopback_addresses() throws Exception {
        int port = local.address().getPort();
        assertEquals(200, RawHttp.status(RawHttp.exchange("127.0.0.1", port, get(port, "/version", ""))));
        if (java.nio.file.Files.exists(Path.of("/proc/net/if_inet6"))
                && !java.nio.file.Files.readString(Path.of("/proc/net/if_inet6"))
                        .isEmpty()) {
            String overSix = "GET / HTTP/1.1\r\nHost: [::1]:" + port + "\r\n" + UPGRADE + "\r\n";
            assertEquals(101, RawHttp.status(RawHttp.exchange("::1", port, overSix)));
        }
    }

    @Test
    void a_port_in_use_is_explained() {
        int port = local.address().getPort();
        IOException refused =
                assertThrows(IOException.class, () -> start(AuthMode.LOCAL, HttpOptions.loopback(port, "x")));
        assertTrue(refused.toString().contains("ss -ltnp 'sport = :" + port + "'"), refused.toString());
    }

    @Test
    void more_web_sockets_than_allowed_get_503_until_one_leaves() throws Exception {
        HttpOptions two = new HttpOptions(
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                100,
                2,
                HttpOptions.loopback(0, "x").limits(),
                Compression.ON,
                java.util.Optional.empty(),
                "x");
        try (HttpServer small = start(AuthMode.LOCAL, two)) {
            int port = small.address().getPort();
            try (RawClient first = new RawClient(port)) {
                first.next();
                try (RawClient second = new RawClient(port)) {
                    second.next();
                    assertEquals(503, RawHttp.status(RawHttp.exchange(port, get(port, "/", UPGRADE))));
                }
                while (small.webSocketCount() > 1) {
                    Thread.onSpinWait();
                }
                try (RawClient third = new RawClient(port)) {
                    assertTrue(third.next().startsWith("1:user:"));
                }
            }
        }
    }

    @Test
    void stopping_sends_1012_and_ends_even_with_clients_that_do_not_answer() throws Exception {
        int port = local.address().getPort();
        try (RawClient silent = new RawClient(port)) {
            silent.next();
            local.close();
            assertEquals("close 1012", silent.next());
            assertEquals("end", silent.next());
        }
        assertThrows(IOException.class, () -> RawHttp.exchange(port, get(port, "/", "")));
    }
}
