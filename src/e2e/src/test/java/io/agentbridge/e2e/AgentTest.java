package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Conversation;
import io.agentbridge.e2e.fixture.Echo;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.Request;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The life of an agent, in all three dialects. */
class AgentTest extends Conversation {
    private static final String ID = "(manager|worker|coordinator)-[0-9]+-[0-9a-f]{8}";

    @ParameterizedTest
    @ValueSource(strings = {"manager", "worker", "coordinator"})
    void aCreationIsAnsweredFlatAndNested(String type) {
        Frame answer = alice.call(
                "agent:create",
                Map.of("agent_type", type, "model", "any-model", "capabilities", List.of("coding", "tests")));
        assertEquals("command:result", answer.type());
        assertEquals("system", answer.text("/source"));
        JsonNode payload = answer.payload();
        assertEquals("create_agent", payload.path("command").stringValue());
        String id = payload.path("id").stringValue();
        assertTrue(id.matches(ID), id);
        assertTrue(id.startsWith(type));
        assertEquals(type, payload.path("type").stringValue());
        assertEquals("initializing", payload.path("status").stringValue());
        assertEquals("any-model", payload.path("model").stringValue());
        assertEquals(Json.node(List.of("coding", "tests")), payload.path("capabilities"));
        assertEquals(id, payload.path("agent_id").stringValue());
        assertEquals(id, answer.text("/payload/result/agent_id"));
        JsonNode agent = payload.path("agent");
        assertEquals(agent, payload.path("agent_info"));
        assertEquals(agent, answer.at("/payload/result/agent_info"));
        agent.forEachEntry((key, value) -> assertEquals(value, payload.path(key), key));
        assertTrue(answer.sequence().isPresent());
    }

    @Test
    void whatIsNotSaidHasADefault() {
        Frame answer = alice.call("agent:create", Map.of());
        assertEquals("worker", answer.text("/payload/type"));
        assertEquals("sonnet", answer.text("/payload/model"));
        assertEquals(Json.node(List.of()), answer.at("/payload/capabilities"));
        assertTrue(answer.at("/payload/current_task").isNull());
    }

    @Test
    void theAnswerComesBeforeEveryStatusAndTheCreatorHearsOfNoCreation() {
        Request request = alice.send("agent:create", Map.of("agent_type", "worker"));
        String id = alice.answer(request).text("/payload/agent_id");
        alice.await("idle", frame -> frame.showsAgent(id, "idle"));
        alice.settle();
        List<Frame> about = alice.frames(frame -> frame.text().contains(id));
        assertEquals(request.correlationId(), about.getFirst().correlationId());
        assertTrue(about.stream().noneMatch(frame -> frame.type().equals("agent:created")));
    }

    @Test
    void everybodyElseHearsOfTheCreationFirstAndWithoutTheCorrelationId() {
        Request request = alice.send("agent:create", Map.of("agent_type", "worker"));
        Frame answer = alice.answer(request);
        String id = answer.text("/payload/agent_id");
        bob.await("idle", frame -> frame.showsAgent(id, "idle"));
        List<Frame> about = bob.frames(frame -> frame.text().contains(id));
        Frame created = about.getFirst();
        assertEquals("agent:created", created.type());
        assertEquals(answer.at("/payload/agent"), created.at("/payload/agent"));
        assertEquals(answer.sequence(), created.sequence());
        assertEquals("", created.correlationId());
        assertEquals(request.id(), created.text("/cause/request_id"));
        assertEquals(request.correlationId(), created.text("/cause/correlation_id"));
        assertFalse(created.text("/cause/principal").isEmpty());
    }

    @Test
    void aCommandMakesItsAgentBusyAndThenIdleForAllToSee() {
        String agent = alice.createAgent();
        bob.await("idle", frame -> frame.showsAgent(agent, "idle"));
        int before = bob.received();
        alice.execute(agent, "work");
        bob.awaitAfter(before, "busy", frame -> frame.showsAgent(agent, "busy"));
        int busy = bob.received();
        bob.awaitAfter(before, "idle again", frame -> frame.showsAgent(agent, "idle"));
        assertTrue(busy > before);
        List<String> statuses = bob.frames().subList(before, bob.received()).stream()
                .filter(frame -> frame.isAbout("agent:status", agent))
                .map(frame -> frame.text("/payload/agent/status"))
                .toList();
        assertEquals("busy", statuses.getFirst());
        assertEquals("idle", statuses.getLast());
    }

    @Test
    void theSecondDialectCreatesAnAgentToo() {
        Frame answer = alice.call(
                "command:execute",
                Map.of(
                        "command",
                        "create_agent",
                        "data",
                        Map.of("role", "coordinator", "model", "opus", "name", "Otto")));
        assertEquals("command_response", answer.type());
        assertTrue(answer.at("/payload/success").booleanValue());
        String id = answer.text("/payload/result/agent_id");
        assertTrue(id.matches(ID) && id.startsWith("coordinator"), id);
        assertEquals("created", answer.text("/payload/result/status"));
        assertEquals("coordinator", answer.text("/payload/result/config/role"));
        assertEquals("Otto", answer.text("/payload/result/config/name"));
        assertEquals("opus", answer.text("/payload/result/config/model"));
        assertEquals(id, answer.text("/payload/result/agent_info/id"));
        bob.await("the creation", frame -> frame.isAbout("agent:created", id));
    }

    @Test
    void theThirdDialectCreatesAndListsAgents() {
        String message = UUID.randomUUID().toString();
        Frame created = legacy("create_agent", Map.of("role", "worker", "model", "sonnet"), message);
        assertEquals("command_response", created.type());
        assertTrue(created.at("/data/success").booleanValue(), created.toString());
        String id = created.text("/data/result/agent_id");
        assertTrue(id.matches(ID), created.toString());
        Frame listed = legacy("list_agents", Map.of(), UUID.randomUUID().toString());
        assertTrue(listed.at("/data/success").booleanValue());
        assertTrue(listed.at("/data/result").toString().contains(id), listed.toString());
    }

    @Test
    void theThirdDialectAnswersAnUnknownCommandWithAnError() {
        Frame answer = legacy("fly", Map.of(), UUID.randomUUID().toString());
        assertEquals("error", answer.type());
        assertFalse(answer.at("/data/success").booleanValue());
        assertFalse(answer.text("/data/error").isEmpty());
    }

    private Frame legacy(String command, Map<String, ?> data, String messageId) {
        alice.sendText(Json.write(Map.of("command", command, "data", data, "message_id", messageId)));
        return alice.await("an answer to " + messageId, frame -> frame.text("/data/original_message_id")
                .equals(messageId));
    }

    @Test
    void anUnknownAgentTypeIsAValidationError() {
        Request request = alice.send("agent:create", Map.of("agent_type", "pilot"));
        Frame answer = alice.answer(request);
        assertEquals("system:error", answer.type());
        assertEquals("validation_error", answer.text("/payload/error_type"));
    }

    @Test
    void anErrorAnswersTheMessageIdWhereThereIsNoCorrelationId() {
        String id = "no-correlation-" + UUID.randomUUID();
        alice.expect(id);
        alice.sendText(
                "{\"id\":\"" + id
                        + "\",\"type\":\"agent:create\",\"timestamp\":\"2026-03-01T12:00:00\",\"payload\":{\"agent_type\":\"pilot\"}}");
        assertEquals("validation_error", alice.answer(id).text("/payload/error_type"));
    }

    @Test
    void anUnknownBackendIsAnError() {
        Frame answer = alice.call("agent:create", Map.of("backend", "no-such-backend"));
        assertTrue(answer.isError(), answer.toString());
        assertTrue(answer.text("/payload/error_message").contains("backend"), answer.toString());
    }

    @Test
    void aStopIsAnsweredOnceAndEndsTheAgentForAllToSee() {
        String agent = alice.createAgent();
        Frame answer = alice.call("agent:stop", Map.of("agent_id", agent, "mode", "graceful", "reason", "done"));
        assertEquals("command:result", answer.type());
        assertTrue(answer.at("/payload/success").booleanValue());
        assertEquals(agent, answer.text("/payload/agent_id"));
        for (var client : List.of(alice, bob)) {
            client.await("the stop", frame -> frame.isAbout("agent:stopped", agent));
            client.settle();
            assertEquals(
                    1,
                    client.frames(frame -> frame.isAbout("agent:stopped", agent))
                            .size());
        }
        Frame refused = alice.execute(agent, "too late");
        assertEquals("command:error", refused.type());
        assertEquals("command_error", refused.text("/payload/error_type"));
    }

    @Test
    void aStopEndsTheRunningAndTheWaitingCommands() {
        String agent = alice.createAgent();
        Request running = alice.prompt(agent, Echo.hang().prompt());
        Request waiting = alice.prompt(agent, "waits");
        assertEquals(
                "command:result",
                alice.call("agent:stop", Map.of("agent_id", agent, "mode", "kill"))
                        .type());
        assertEquals("command:error", alice.answer(running).type());
        assertEquals("command:error", alice.answer(waiting).type());
        alice.await("the stop", frame -> frame.isAbout("agent:stopped", agent));
    }

    @Test
    void anUnknownAgentCannotBeStopped() {
        assertTrue(alice.call("agent:stop", Map.of("agent_id", "worker-1-00000000", "mode", "kill"))
                .isError());
    }

    @Test
    void anAgentWhoseProcessEndsFailsItsCommandOnceAndComesBack() {
        String agent = alice.createAgent();
        int before = alice.received();
        Frame answer = alice.execute(agent, Echo.exit().prompt());
        assertEquals("command:error", answer.type());
        alice.awaitAfter(before, "idle again", frame -> frame.showsAgent(agent, "idle"));
        assertEquals("again", alice.execute(agent, "again").text("/payload/result"));
    }
}
