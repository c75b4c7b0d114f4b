package io.agentbridge.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the dashboard out of the program itself. Its screens are paths of one page, so that any view can be linked to. The page is asked
 * for again each time and compared by its hash; what it loads from {@code /assets} is named by its content and kept for good. So a browser
 * never shows the page of another build.
 */
final class Dashboard implements HttpHandler {
    private static final String PAGE = "/index.html";
    private static final Pattern FILE = Pattern.compile("(/[\\w-]+){0,2}/[\\w-][\\w.-]*\\.\\w+");
    private static final Set<String> SCREENS = Set.of("agents", "tasks", "approvals", "events", "system");

    private final ClassLoader loader;
    private final String folder;
    /** Only what exists is kept, so it is bounded by what was built. */
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /** @param folder of the class path that has {@code index.html} */
    Dashboard(ClassLoader loader, String folder) {
        this.loader = loader;
        this.folder = folder;
    }

    /** Whether this build has it. */
    boolean isPresent() {
        return loader.getResource(folder + PAGE) != null;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String name = isScreen(exchange.getRelativePath()) ? PAGE : exchange.getRelativePath();
        StaticFile known = files.get(name);
        if (known != null) {
            send(exchange, known);
        } else if (exchange.isInIoThread()) {
            exchange.dispatch(this);
        } else {
            Optional<StaticFile> read = read(name);
            if (read.isPresent()) {
                files.put(name, read.get());
                send(exchange, read.get());
            } else {
                Answers.problem(exchange, 404, "There is nothing here.");
            }
        }
    }

    /** {@code /}, or a screen with what is selected in it. */
    private static boolean isScreen(String path) {
        int end = path.indexOf('/', 1);
        String first = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
        return first.isEmpty() ? path.equals("/") : SCREENS.contains(first);
    }

    private Optional<StaticFile> read(String name) throws IOException {
        if (!FILE.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream content = loader.getResourceAsStream(folder + name)) {
            if (content == null) {
                return Optional.empty();
            }
            byte[] bytes = content.readAllBytes();
            return bytes.length == 0 ? Optional.empty() : Optional.of(StaticFile.of(name, bytes));
        }
    }

    private static void send(HttpServerExchange exchange, StaticFile file) {
        Answers.allowOwnResources(exchange);
        if (exchange.getRelativePath().startsWith("/assets/")) {
            exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "public, max-age=31536000, immutable");
        }
        exchange.getResponseHeaders().put(Headers.ETAG, file.tag());
        exchange.getResponseHeaders().put(Headers.VARY, "Accept-Encoding");
        if (file.tag().equals(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH))) {
            exchange.setStatusCode(304);
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, file.type());
        String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
        boolean packs = file.isPacked() && accepted != null && accepted.contains("gzip");
        if (packs) {
            exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(packs ? file.packed() : file.content()));
    }
}
