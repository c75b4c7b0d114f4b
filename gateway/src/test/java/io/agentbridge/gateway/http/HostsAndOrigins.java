package io.agentbridge.gateway.http;

import java.util.ArrayList;
import java.util.List;

/** Handshakes with this machine's own Host and Origin headers, and with those by which a foreign page would get in. */
final class HostsAndOrigins {
    private HostsAndOrigins() {}

    /**
     * A request and how it is to be answered.
     *
     * @param request {@code PORT} stands for the server's port, {@code WRONG} for another
     */
    record Vector(String request, int expected) {}

    private static Vector host(String host, int expected) {
        return new Vector("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + HttpServerTest.UPGRADE + "\r\n", expected);
    }

    private static Vector origin(String origin, int expected) {
        return new Vector(
                "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nOrigin: " + origin + "\r\n" + HttpServerTest.UPGRADE
                        + "\r\n",
                expected);
    }

    static List<Vector> all() {
        List<Vector> vectors = new ArrayList<>();
        for (String good : new String[] {"localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LOCALHOST:PORT"}) {
            vectors.add(host(good, 101));
        }
        for (String bad : new String[] {
            "localhost",
            "127.0.0.1",
            "localhost:WRONG",
            "127.0.0.1:WRONG",
            "localhost.:PORT",
            "127.0.0.1.evil.example:PORT",
            "127.evil.example:PORT",
            "evil.example:PORT",
            "rebind.example:PORT",
            "0x7f.1:PORT",
            "127.1:PORT",
            "2130706433:PORT",
            "localhost.evil.example:PORT",
            "evillocalhost:PORT",
            "user@localhost:PORT",
            "localhost:PORT@evil.example",
            "localhost:0PORT",
            "localhost:+PORT",
            "localhost:PORT ,evil.example",
            "[::]:PORT",
            "[::ffff:127.0.0.1]:PORT",
            "::1:PORT",
            "0.0.0.0:PORT",
            "127.0.0.2:PORT",
            "",
            "localhost:",
            "localhost:PORT:PORT",
            "[::1:PORT",
            "loc%61lhost:PORT",
            "localhost/evil:PORT",
            "localhost:99999"
        }) {
            vectors.add(host(bad, 403));
        }
        vectors.add(new Vector("GET / HTTP/1.1\r\n" + HttpServerTest.UPGRADE + "\r\n", 403));
        vectors.add(new Vector(
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n" + HttpServerTest.UPGRADE + "\r\n",
                403));
        vectors.add(new Vector(
                "GET http://localhost:PORT/ HTTP/1.1\r\nHost: localhost:PORT\r\n" + HttpServerTest.UPGRADE + "\r\n",
                403));
        for (String good : new String[] {
            "http://localhost",
            "http://localhost:3000",
            "https://localhost:8443",
            "http://127.0.0.1:5173",
            "http://[::1]:PORT",
            "HTTP://LOCALHOST:3000"
        }) {
            vectors.add(origin(good, 101));
        }
        for (String bad : new String[] {
            "null",
            "",
            "http://evil.example",
            "https://evil.example:PORT",
            "http://localhost.evil.example",
            "http://localhost.",
            "http://127.0.0.1.evil.example:3000",
            "http://127.evil.example",
            "http://evil.example#localhost",
            "http://localhost@evil.example",
            "http://localhost:3000@evil.example",
            "file://localhost",
            "ftp://localhost",
            "ws://localhost",
            "chrome-extension://localhost",
            "localhost",
            "//localhost",
            "http:/localhost",
            "http:localhost",
            "http://localhost/",
            "http://localhost/path",
            "http://localhost?x",
            "http://localhost:",
            "http://localhost:0",
            "http://localhost:65536",
            "http://localhost:3e3",
            "http://localhost http://evil.example",
            "http://localhost, http://evil.example",
            "http://2130706433",
            "http://0x7f.0.0.1",
            "http://[::ffff:7f00:1]",
            "http://::1",
            "javascript:alert(1)//localhost",
            "http://127.0.0.1%2eevil.example",
            "http://evil-localhost",
            "http://xlocalhost"
        }) {
            vectors.add(origin(bad, 403));
        }
        vectors.add(new Vector(
                "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nOrigin: http://localhost\r\nOrigin: http://localhost\r\n"
                        + HttpServerTest.UPGRADE + "\r\n",
                403));
        return vectors;
    }
}
