package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.SharedGateway;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A service as old dashboards have it: it knows nothing of sequences and takes the first frame that bears its id for the answer. */
@ExtendWith(SharedGateway.class)
class OldClientTest {
    @Test
    void anOldServiceCreatesExecutesAssignsAndAsks(GatewayProcess gateway) {
        try (OldService service = new OldService(gateway)) {
            JsonNode created = service.request(
                    "agent:create",
                    Map.of("agent_type", "worker", "model", "sonnet", "capabilities", List.of("coding")));
            String agent = created.at("/result/agent_id").stringValue("");
            assertEquals(agent, created.path("agent_id").stringValue(""));
            assertTrue(created.at("/result/agent_info/capabilities").isArray());
            assertTrue(created.path("success").booleanValue());

            JsonNode executed = service.request(
                    "command:execute", Map.of("command", "hello", "agent_id", agent, "parameters", Map.of()));
            assertEquals("hello", executed.path("result").stringValue(""));

            Map<String, Object> task = new HashMap<>();
            task.put("id", UUID.randomUUID().toString());
            task.put("title", "Old task");
            task.put("description", "As it always was.");
            task.put("status", "pending");
            task.put("created_at", "2026-03-01T12:00:00.000Z");
            task.put("progress", 0);
            JsonNode assigned = service.request("task:assign", Map.of("task", task, "agent_id", agent));
            if (!assigned.at("/result/assigned").booleanValue()) {
                throw new AssertionError("An old client throws here: " + assigned);
            }
            assertEquals(task.get("id"), assigned.at("/result/task_id").stringValue(""));

            JsonNode status = service.request("system:status", Map.of());
            assertTrue(status.at("/result/system/agents/total").intValue() >= 1);
            assertTrue(status.at("/result/connections/active_connections").intValue() >= 1);
            assertTrue(service.agents.containsKey(agent));
        }
    }

    @Test
    void anOldServiceLearnsOfErrors(GatewayProcess gateway) {
        try (OldService service = new OldService(gateway)) {
            IllegalStateException error = assertThrows(
                    IllegalStateException.class,
                    () -> service.request("command:execute", Map.of("command", "x", "agent_id", "worker-1-00000000")));
            assertTrue(error.toString().contains("worker-1-00000000"), error.toString());
        }
    }

    /** Pending requests by correlation id, the first frame that bears one is its answer, 30 s and no more. */
    private static final class OldService implements WebSocket.Listener, AutoCloseable {
        private static final long TIMEOUT_SECONDS = 30;

        private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
        private final Map<String, String> agents = new ConcurrentHashMap<>();
        private final CompletableFuture<String> connected = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final HttpClient http = HttpClient.newHttpClient();
        private final WebSocket socket;

        OldService(GatewayProcess gateway) {
            socket = http.newWebSocketBuilder()
                    .header("Origin", "http://localhost:3000")
                    .buildAsync(gateway.uri().resolve("/"), this)
                    .join();
            connected.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        }

        JsonNode request(String type, Map<String, ?> payload) {
            String id = UUID.randomUUID().toString();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            pending.put(id, answer);
            socket.sendText(
                            Json.write(Map.of(
                                    "id",
                                    id,
                                    "type",
                                    type,
                                    "timestamp",
                                    "2026-03-01T12:00:00.000Z",
                                    "payload",
                                    payload,
                                    "correlation_id",
                                    id)),
                            true)
                    .join();
            try {
                return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                throw new IllegalStateException("The answer was an error: " + e, e);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = Json.parse(text.toString());
                text.setLength(0);
                take(message);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(JsonNode message) {
            String type = message.path("type").stringValue("");
            JsonNode payload = message.path("payload");
            if (type.equals("connection:ack")) {
                connected.complete(payload.path("client_id").stringValue(""));
            }
            CompletableFuture<JsonNode> answer =
                    pending.remove(message.path("correlation_id").stringValue(""));
            if (answer != null) {
                if (type.endsWith(":error")) {
                    answer.completeExceptionally(new IllegalStateException(
                            payload.path("error_message").stringValue("")));
                } else {
                    answer.complete(payload);
                }
                return;
            }
            if (type.equals("agent:status")) {
                agents.put(
                        payload.at("/agent/id").stringValue(""),
                        payload.at("/agent/status").stringValue(""));
            }
        }

        @Override
        public void close() {
            socket.abort();
            http.close();
        }
    }
}
