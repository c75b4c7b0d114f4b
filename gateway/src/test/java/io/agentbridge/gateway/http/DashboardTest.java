package io.agentbridge.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The files of a page as a browser asks for them. */
@Timeout(60)
class DashboardTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Undertow server;

    @BeforeEach
    void start() {
        Dashboard page = new Dashboard(DashboardTest.class.getClassLoader(), "page");
        assertTrue(page.isPresent());
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(page)
                .build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void every_screen_is_the_page() throws Exception {
        for (String path : new String[] {"/", "/agents", "/agents/worker-1.2%2F3", "/tasks", "/events/17", "/system"}) {
            HttpResponse<String> answer = get(path);
            assertEquals(200, answer.statusCode(), path);
            assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"));
            assertTrue(answer.body().contains("a page"), path);
        }
    }

    @Test
    void nothing_else_is_served() throws Exception {
        for (String path : new String[] {
            "/nothing",
            "/assets",
            "/assets/",
            "/assets/other.js",
            "/../page/index.html",
            "/%2e%2e/logback.xml",
            "/.hidden",
            "/a/b/c/d/e"
        }) {
            assertEquals(404, get(path).statusCode(), path);
        }
    }

    @Test
    void the_page_is_asked_for_again_and_what_is_named_by_its_content_is_kept() throws Exception {
        HttpResponse<String> page = get("/");
        assertEquals("no-cache", header(page, "Cache-Control"));
        assertEquals("", header(page, "Last-Modified"), "a reproducible jar has the same date in every build");
        assertEquals(304, get("/", "If-None-Match", header(page, "ETag")).statusCode());
        assertEquals(200, get("/", "If-None-Match", "\"another\"").statusCode());
        HttpResponse<String> script = get("/assets/page-1a2b3c.js");
        assertEquals("public, max-age=31536000, immutable", header(script, "Cache-Control"));
        assertEquals("text/javascript; charset=utf-8", header(script, "Content-Type"));
    }

    @Test
    void scripts_come_from_here_alone_and_none_stands_in_the_page() throws Exception {
        String policy = header(get("/"), "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void what_gains_from_it_is_packed_for_those_who_can_unpack_it() throws Exception {
        assertEquals("gzip", header(get("/", "Accept-Encoding", "gzip, br"), "Content-Encoding"));
        assertEquals("", header(get("/"), "Content-Encoding"));
        assertEquals("", header(get("/assets/page-1a2b3c.js", "Accept-Encoding", "gzip"), "Content-Encoding"));
    }
}
