package io.agentbridge.agents.claude;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import io.agentbridge.agents.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The model's side of the Messages API, on loopback, playing {@link ModelScript}s: all that is not real in these tests. */
public final class FakeMessagesApi implements Closeable {
    private static final JsonParser PARSER = new JsonParser(64 << 20);
    private static final int DELTA_CHARS = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ModelScript script = new ModelScript();
    private final AtomicInteger answers = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Listens on a free port. */
    public FakeMessagesApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many calls it was asked to answer. */
    public int calls() {
        return answers.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestURI().getPath().equals("/v1/messages")) {
                fail(exchange, 404);
                return;
            }
            JsonObject request = PARSER.parse(body);
            JsonObject step = script.next(request);
            answers.incrementAndGet();
            if (step.has("status")) {
                if (step.has("retry_after")) {
                    exchange.getResponseHeaders().set("retry-after", Long.toString(step.number("retry_after")));
                }
                fail(exchange, (int) step.number("status"));
            } else {
                play(exchange, request, step);
            }
        } catch (JsonFormatException e) {
            fail(exchange, 400);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(HttpExchange exchange, int status) throws IOException {
        String type =
                switch (status) {
                    case 400 -> "invalid_request_error";
                    case 401 -> "authentication_error";
                    case 429 -> "rate_limit_error";
                    case 529 -> "overloaded_error";
                    default -> "api_error";
                };
        byte[] body = JsonText.of(Map.of("type", "error", "error", Map.of("type", type, "message", "fake " + type)))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void play(HttpExchange exchange, JsonObject request, JsonObject step)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        boolean cut = step.has("stall") || step.has("reset");
        int sent = 0;
        for (Map<String, Object> event : events(request, step)) {
            if (cut && ++sent > 4) {
                if (step.has("stall")) {
                    closed.await();
                }
                // Without the closing chunk: the client sees a broken connection.
                return;
            }
            if ("content_block_delta".equals(event.get("type"))) {
                Thread.sleep(step.number("delay_ms"));
            }
            out.write(("event: " + event.get("type") + "\ndata: " + JsonText.of(event) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        out.close();
    }

    private List<Map<String, Object>> events(JsonObject request, JsonObject step) {
        String id = "fake_" + answers.get();
        String text =
                step.has("stall") || step.has("reset") ? "this answer is never finished, it stops" : step.text("text");
        List<Map<String, Object>> events = new ArrayList<>();
        Map<String, Object> usage = Map.of(
                "input_tokens",
                100,
                "output_tokens",
                1,
                "cache_creation_input_tokens",
                0,
                "cache_read_input_tokens",
                0);
        events.add(Map.of("type", "message_start", "message", message(id, request, usage)));
        int index = 0;
        if (!step.text("thinking").isEmpty()) {
            Map<String, Object> block = Map.of("type", "thinking", "thinking", "", "signature", "");
            block(events, index++, block, "thinking_delta", "thinking", step.text("thinking"));
        }
        if (!text.isEmpty()) {
            String all = text.repeat((int) Math.max(1, step.number("repeat")));
            block(events, index++, Map.of("type", "text", "text", ""), "text_delta", "text", all);
        }
        if (step.has("tool")) {
            Map<String, Object> block =
                    Map.of("type", "tool_use", "id", "toolu_" + id, "name", step.text("tool"), "input", Map.of());
            block(events, index, block, "input_json_delta", "partial_json", JsonText.of(step.object("input")));
        }
        Map<String, Object> stop = Map.of("stop_reason", step.has("tool") ? "tool_use" : "end_turn");
        events.add(Map.of("type", "message_delta", "delta", stop, "usage", Map.of("output_tokens", 5)));
        events.add(Map.of("type", "message_stop"));
        return events;
    }

    private static Map<String, Object> message(String id, JsonObject request, Map<String, Object> usage) {
        return Map.of(
                "id",
                id,
                "type",
                "message",
                "role",
                "assistant",
                "model",
                request.text("model"),
                "content",
                List.of(),
                "usage",
                usage);
    }

    private static void block(
            List<Map<String, Object>> events,
            int index,
            Map<String, Object> block,
            String deltaType,
            String member,
            String text) {
        events.add(Map.of("type", "content_block_start", "index", index, "content_block", block));
        int chars = Math.max(DELTA_CHARS, text.length() / 50);
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + chars);
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++;
            }
            Map<String, Object> delta = Map.of("type", deltaType, member, text.substring(from, to));
            events.add(Map.of("type", "content_block_delta", "index", index, "delta", delta));
            from = to;
        }
        events.add(Map.of("type", "content_block_stop", "index", index));
    }
}
