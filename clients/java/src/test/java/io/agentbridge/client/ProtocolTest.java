package io.agentbridge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.fixture.Repository;
import io.agentbridge.client.fixture.Schemas;
import io.agentbridge.client.json.JsonException;
import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Agent;
import io.agentbridge.client.model.AgentLimits;
import io.agentbridge.client.model.AgentStatus;
import io.agentbridge.client.model.AgentType;
import io.agentbridge.client.model.Approval;
import io.agentbridge.client.model.ApprovalOutcome;
import io.agentbridge.client.model.Command;
import io.agentbridge.client.model.CommandStatus;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Retry;
import io.agentbridge.client.model.Server;
import io.agentbridge.client.model.SystemStatus;
import io.agentbridge.client.model.Task;
import io.agentbridge.client.model.TaskStatus;
import io.agentbridge.client.model.Usage;
import io.agentbridge.client.stream.StateParts;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The types against {@code src/protocol}: whoever changes the one without the other fails here. */
final class ProtocolTest {
    private static final Map<String, Class<? extends Record>> OBJECTS = Map.of(
            "agent", Agent.class,
            "task", Task.class,
            "command", Command.class,
            "approval", Approval.class,
            "usage", Usage.class,
            "agent-limits", AgentLimits.class,
            "retry", Retry.class,
            "filter", Filter.class);

    @TestFactory
    List<DynamicTest> everyExampleOfTheServerIsUnderstood() {
        List<Path> examples = Repository.examples("server-").stream()
                .filter(file -> !file.getFileName().toString().startsWith("server-legacy"))
                .toList();
        assertTrue(examples.size() > 40);
        return examples.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> understand(Repository.read(file))))
                .toList();
    }

    private static void understand(String text) {
        JsonNode wanted = JsonMapper.shared().readTree(text);
        Frame frame = Frame.parse(text);
        assertEquals(wanted.path("id").stringValue(), frame.id());
        assertEquals(wanted.has("sequence"), frame.sequence().isPresent());
        assertEquals(wanted.path("more").asBoolean(false), frame.more());
        Event event = new Event(frame, Optional.empty());
        JsonNode payload = wanted.path("payload");
        assertEquals(id(payload, "agent"), event.agent().map(Agent::id));
        assertEquals(id(payload, "task"), event.task().map(Task::id));
        assertEquals(id(payload, "approval"), event.approval().map(Approval::id));
        assertEquals(frame.type().equals("command:progress"), event.progress().isPresent());
        event.error().ifPresent(error -> {
            assertEquals(payload.path("error_type").stringValue(), error.errorType());
            assertEquals(payload.path("error_message").stringValue(), error.getMessage());
        });
        switch (frame.type()) {
            case "connection:ack" ->
                assertEquals(
                        payload.path("epoch").stringValue(),
                        Server.of(frame.payload()).epoch());
            case "system:history" ->
                assertEquals(
                        payload.path("events").size(),
                        HistoryPage.of(frame.payload()).events().size());
            case "connection:snapshot", "system:state" ->
                assertEquals(
                        payload.path("agents").size(),
                        new StateParts()
                                .add(frame.payload().with("part", 0).with("last", true))
                                .orElseThrow()
                                .agents()
                                .size());
            default -> {
                if ("get_system_status".equals(payload.path("command").stringValue(""))) {
                    assertTrue(SystemStatus.of(frame.payload()).running());
                }
            }
        }
    }

    private static Optional<String> id(JsonNode payload, String name) {
        return Optional.ofNullable(payload.path(name).path("id").stringValue(null));
    }

    @Test
    void everyExampleOfAClientIsWrittenAsItWasRead() {
        for (Path file : Repository.examples("client-")) {
            String text = Repository.read(file);
            JsonMapper mapper = JsonMapper.shared();
            assertEquals(
                    mapper.readTree(text),
                    mapper.readTree(JsonObject.parse(text).toString()),
                    file.toString());
        }
    }

    @Test
    void everyMessageThatIsBuiltIsValidByItsSchema() {
        RelayRequest relay =
                RelayRequest.of("a", "b", "text").metadata(Map.of("n", 1)).taskId("t");
        Map<String, JsonObject> payloads = Map.of(
                "agent:create",
                AgentRequest.worker()
                        .model("sonnet")
                        .capabilities("coding")
                        .name("Ada")
                        .backend("echo")
                        .workspace("w")
                        .permissionMode("default")
                        .appendSystemPrompt("be brief")
                        .limits(new AgentLimits(Optional.of(3L), Optional.of(0.5), Optional.empty()))
                        .metadata(Map.of("a", List.of(1, "b")))
                        .payload(),
                "command:execute",
                CommandRequest.of("worker-1-00000000", "go")
                        .parameters(Map.of("depth", 2))
                        .timeout(java.time.Duration.ofSeconds(1))
                        .payload(),
                "task:assign",
                JsonObject.EMPTY.with(
                        "task",
                        TaskRequest.of("title")
                                .taskId("t")
                                .description("d")
                                .metadata(Map.of())
                                .priority(1)
                                .dependsOn("u")
                                .requiredCapabilities("coding")
                                .timeout(java.time.Duration.ofSeconds(1))
                                .retry(new Retry(2, 10))
                                .payload()),
                "system:history",
                HistoryRequest.everything()
                        .from(1)
                        .to(2)
                        .limit(3)
                        .text("x")
                        .since(java.time.Instant.EPOCH)
                        .until(java.time.Instant.EPOCH)
                        .direction(io.agentbridge.client.model.Direction.BACKWARD)
                        .filter(Filter.everything().agents("a").commands("c").principals("p"))
                        .payload(),
                "agent:message",
                relay.payload(),
                "agent:coordination",
                relay.phase("start").requiresResponse(true).payload(),
                "agent:handoff",
                relay.stage(io.agentbridge.client.model.HandoffStage.COMPLETE)
                        .reason("r")
                        .context(List.of(1))
                        .payload(),
                "connection:subscribe",
                subscription());
        Schemas schemas = new Schemas();
        payloads.forEach((type, payload) -> assertEquals(
                List.of(), schemas.violationsOfClient(Request.of(type, payload).encode(Optional.of(7L))), type));
        assertTrue(!schemas.violationsOfClient(
                        Request.of("task:assign", JsonObject.EMPTY).encode(Optional.empty()))
                .isEmpty());
    }

    private static JsonObject subscription() {
        io.agentbridge.client.stream.EventStream stream = new io.agentbridge.client.stream.EventStream(1);
        stream.choose(
                new io.agentbridge.client.model.Position("e", 3),
                Filter.everything().types("task:update"));
        return stream.request();
    }

    @Test
    void whatIsNoMessageIsRefusedWithOneKindOfError() {
        List<String> texts = List.of(
                "",
                "[]",
                "null",
                "{}",
                "{\"a\":01}",
                "{\"a\":1}x",
                "{\"id\":1}",
                "[".repeat(100_000),
                "{\"a\":" + "[".repeat(100_000),
                "{\"id\":\"a\",\"type\":\"b\",\"timestamp\":\"yesterday\",\"payload\":{}}",
                "{\"a\":1e999}",
                "{\"a\":\"\\x\"}",
                "{\"a\":tru}");
        for (String text : texts) {
            assertThrows(JsonException.class, () -> Frame.parse(text), text);
        }
    }

    @Test
    void whatJsonOrUtf8CannotSayIsRefusedBeforeItIsSent() {
        assertThrows(IllegalArgumentException.class, () -> JsonObject.EMPTY.with("a", Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> JsonObject.EMPTY.with("a", new Object()));
        assertThrows(
                IllegalArgumentException.class,
                () -> JsonObject.EMPTY.with("a", "\ud800").toString());
    }

    @Test
    void everyPropertyOfAnObjectIsAComponentOfItsRecordAndOptionalWhereItMayBeNull() {
        OBJECTS.forEach((name, kind) -> {
            Map<String, RecordComponent> components = Arrays.stream(kind.getRecordComponents())
                    .collect(Collectors.toMap(component -> snake(component.getName()), component -> component));
            Schemas.schema(name).path("properties").forEachEntry((key, rules) -> {
                RecordComponent component = components.get(key);
                assertTrue(component != null, name + "." + key + " is missing");
                boolean scalar = component.getType() != List.class;
                if (scalar && nullable(rules)) {
                    assertEquals(Optional.class, component.getType(), name + "." + key + " may be null");
                }
            });
        });
    }

    private static boolean nullable(JsonNode rules) {
        return rules.toString().contains("\"null\"")
                || rules.path("enum").toString().contains("null");
    }

    private static String snake(String name) {
        return name.replace("Millis", "Ms").replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void theWordsForStatesAreThoseOfTheSchema() {
        assertEquals(words("agent", "type"), words(AgentType.values()));
        assertEquals(words("agent", "status"), words(AgentStatus.values()));
        assertEquals(words("task", "status"), words(TaskStatus.values()));
        assertEquals(words("command", "status"), words(CommandStatus.values()));
        assertEquals(words("approval", "outcome"), words(ApprovalOutcome.values()));
    }

    private static Set<String> words(String schema, String property) {
        return Schemas.schema(schema)
                .path("properties")
                .path(property)
                .path("enum")
                .valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }

    private static Set<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(java.util.Locale.ROOT))
                .filter(word -> !word.equals("unrecognized"))
                .collect(Collectors.toSet());
    }

    @Test
    void everyErrorTypeHasAnExceptionOfItsOwn() {
        Set<String> types = words("error", "error_type");
        Set<Class<?>> kinds = types.stream()
                .map(type -> RequestException.of(JsonObject.EMPTY.with("error_type", type))
                        .getClass())
                .collect(Collectors.toSet());
        assertEquals(types.size(), kinds.size());
        assertTrue(!kinds.contains(RequestException.class));
    }
}
