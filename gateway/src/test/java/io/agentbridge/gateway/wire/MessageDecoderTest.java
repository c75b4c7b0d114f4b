package io.agentbridge.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
    private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private final MessageDecoder decoder = decoder();

    static MessageDecoder decoder() {
        return new MessageDecoder(
                new ClientIdentity("alice", "client-1"),
                new BackendChoice("claude", List.of("claude", "echo")),
                text -> text.length() > 100
                        ? new Body.Stored("hash", text.length(), text.substring(0, 10))
                        : Body.of(text),
                WireLimits.DEFAULT);
    }

    static Stream<String> requests() throws IOException {
        try (Stream<Path> files = Files.list(Golden.directory("requests"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
            assertFalse(names.isEmpty());
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_is_read_as_its_golden_file_says(String name) {
        String message = Golden.read(Golden.directory("requests").resolve(name + ".json"));
        Golden.assertText("requests/" + name + ".txt", readable(decode(message)));
    }

    /** One component of a record a line. */
    private static String readable(Inbound inbound) {
        return inbound.toString().replace("[", "[\n").replace(", ", ",\n").replace("]", "\n]") + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent:create",
                "agent:stop",
                "agent:message",
                "agent:coordination",
                "agent:handoff",
                "command:execute",
                "command:cancel",
                "task:assign",
                "task:cancel",
                "approval:respond",
                "system:metric"
            })
    void every_kind_of_request_reaches_the_engine(String type) {
        assertTrue(Stream.of(
                        "agent-create",
                        "agent-stop",
                        "agent-message",
                        "agent-coordination",
                        "agent-handoff",
                        "command-execute",
                        "command-cancel",
                        "task-assign",
                        "task-cancel",
                        "approval-respond",
                        "system-metric")
                .anyMatch(name -> name.equals(type.replace(':', '-'))));
        String message = Golden.read(Golden.directory("requests").resolve(type.replace(':', '-') + ".json"));
        assertTrue(message.contains('"' + type + '"'));
        assertInstanceOf(Inbound.Engine.class, decode(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{",
                "{\"id\":1,}",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "\u00ff",
                "[",
                "{\"payload\":{\"a\":0,\"a\":0}}"
            })
    void what_is_not_JSON_is_a_json_error_without_correlation(String text) {
        Inbound.Malformed malformed = malformed(text);
        assertEquals(ErrorType.JSON_ERROR, malformed.type());
        assertEquals("", malformed.correlationId());
        assertTrue(malformed.message().startsWith("the message is not JSON: "), malformed.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the message must be a JSON object",
                "17|the message must be a JSON object",
                "\"text\"|the message must be a JSON object",
                "null|the message must be a JSON object",
                "{}|id is missing",
                "{\"id\":\"a\"}|type is missing",
                "{\"id\":\"a\",\"type\":\"system:status\"}|timestamp is missing",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\"}|payload is missing",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":[]}|payload must be an object",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":\"x\"}|payload must be an object",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":null}|payload is missing",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":\"yesterday\",\"payload\":{}}|timestamp must be an ISO 8601 date and time",
                "{\"id\":\"a\",\"type\":\"system:status\",\"timestamp\":17,\"payload\":{}}|timestamp must be a string",
                "{\"id\":7,\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":{}}|id must be a string",
                "{\"id\":\"\",\"type\":\"system:status\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":{}}|id must not be empty",
                "{\"id\":\"a\",\"type\":5,\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":{}}|type must be a string",
                "{\"id\":\"a\",\"type\":\"x\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"payload\":{}}|unknown message type 'x'"
            })
    void an_invalid_envelope_is_a_validation_error(String text, String message) {
        Inbound.Malformed malformed = malformed(text);
        assertEquals(ErrorType.VALIDATION_ERROR, malformed.type());
        assertEquals(message, malformed.message());
        assertEquals(Dialect.STANDARD, malformed.dialect());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agent:create|{\"agent_type\":\"boss\"}|payload.agent_type must be one of manager, worker, coordinator",
                "agent:create|{\"agent_type\":1}|payload.agent_type must be a string",
                "agent:create|{\"agent_type\":\"WORKER\"}|payload.agent_type must be one of manager, worker, coordinator",
                "agent:create|{\"model\":5}|payload.model must be a string",
                "agent:create|{\"capabilities\":\"coding\"}|payload.capabilities must be an array of strings",
                "agent:create|{\"capabilities\":[1]}|payload.capabilities must be an array of strings",
                "agent:create|{\"backend\":\"vim\"}|payload.backend \"vim\" is not configured; there is claude, echo",
                "agent:create|{\"limits\":{\"max_turns\":-1}}|payload.limits.max_turns must be a whole number from 0 to 1000000",
                "agent:create|{\"limits\":{\"max_turns\":1.5}}|payload.limits.max_turns must be a whole number from 0 to 1000000",
                "agent:create|{\"limits\":{\"max_cost_usd\":-1}}|payload.limits.max_cost_usd must be from 0 to 1000000000",
                "agent:create|{\"limits\":[]}|payload.limits must be an object",
                "agent:create|{\"metadata\":1}|payload.metadata must be an object",
                "agent:stop|{}|payload.agent_id is missing",
                "agent:stop|{\"agent_id\":\"a\",\"mode\":\"softly\"}|payload.mode must be one of graceful, kill",
                "agent:message|{\"from_agent\":\"a\",\"to_agent\":\"b\"}|payload.content is missing",
                "agent:message|{\"from_agent\":\"a\",\"content\":\"b\"}|payload.to_agent is missing",
                "agent:message|{\"to_agent\":\"a\",\"content\":\"b\"}|payload.from_agent is missing",
                "agent:coordination|{\"from_agent\":\"a\",\"to_agent\":\"b\",\"content\":\"c\",\"requires_response\":1}|payload.requires_response must be true or false",
                "agent:handoff|{\"from_agent\":\"a\",\"to_agent\":\"b\",\"content\":\"c\"}|payload.stage is missing",
                "agent:handoff|{\"from_agent\":\"a\",\"to_agent\":\"b\",\"content\":\"c\",\"stage\":\"x\"}|payload.stage must be one of initiate, complete",
                "agent:heartbeat|{}|payload.agent_id is missing",
                "command:execute|{\"agent_id\":\"a\"}|payload.command is missing",
                "command:execute|{\"command\":\"a\"}|payload.agent_id is missing",
                "command:execute|{\"command\":\"create_agent\"}|payload.agent_id is missing",
                "command:execute|{\"command\":\"\",\"agent_id\":\"a\"}|payload.command must not be empty",
                "command:execute|{\"command\":1,\"agent_id\":\"a\"}|payload.command must be a string",
                "command:execute|{\"command\":\"a\",\"agent_id\":\"a\",\"parameters\":[]}|payload.parameters must be an object",
                "command:execute|{\"command\":\"create_agent\",\"data\":{\"role\":\"boss\"}}|payload.data.role must be one of manager, worker, coordinator",
                "command:cancel|{}|payload.command_id is missing",
                "task:assign|{}|payload.task is missing",
                "task:assign|{\"task\":[]}|payload.task must be an object",
                "task:assign|{\"task\":{\"title\":1}}|payload.task.title must be a string",
                "task:assign|{\"task\":{\"priority\":\"high\"}}|payload.task.priority must be a number",
                "task:assign|{\"task\":{\"retry\":{\"max_attempts\":0}}}|payload.task.retry.max_attempts must be a whole number from 1 to 100",
                "task:cancel|{\"task_id\":\"\"}|payload.task_id must not be empty",
                "approval:respond|{\"approval_id\":\"a\"}|payload.decision is missing",
                "approval:respond|{\"approval_id\":\"a\",\"decision\":\"none\"}|payload.decision must be one of allow, allow_session, deny",
                "approval:respond|{\"approval_id\":\"a\",\"decision\":\"maybe\"}|payload.decision must be one of allow, allow_session, deny",
                "system:metric|{\"metric_name\":\"a\",\"metric_value\":\"1\"}|payload.metric_value must be a number",
                "system:metric|{\"metric_name\":\"a\"}|payload.metric_value is missing",
                "system:state|{}|payload.at is missing",
                "connection:subscribe|{}|payload.from is missing",
                "connection:subscribe|{\"from\":\"then\"}|payload.from must be \"now\", \"snapshot\" or a sequence",
                "connection:subscribe|{\"from\":-1}|payload.from must be a whole number from 0 to 9007199254740992",
                "connection:subscribe|{\"from\":\"now\",\"filter\":{\"types\":\"x\"}}|payload.filter.types must be an array of strings",
                "system:history|{\"limit\":0}|payload.limit must be a whole number from 1 to 1000",
                "agent:status|{}|unknown message type 'agent:status'"
            })
    void an_invalid_payload_is_a_validation_error_that_names_the_member(String type, String payload, String message) {
        Inbound.Malformed malformed = malformed(envelope("a", type, payload, ""));
        assertEquals(new Inbound.Malformed(ErrorType.VALIDATION_ERROR, message, "a", Dialect.STANDARD, ""), malformed);
    }

    @Test
    void an_error_answers_the_correlation_id_else_the_message_id() {
        assertEquals(
                "c",
                malformed(envelope("a", "x", "{}", ",\"correlation_id\":\"c\"")).correlationId());
        assertEquals(
                "a",
                malformed(envelope("a", "x", "{}", ",\"correlation_id\":null")).correlationId());
        assertEquals(
                "a",
                malformed(envelope("a", "x", "{}", ",\"correlation_id\":5")).correlationId());
        assertEquals("", malformed("{\"type\":\"x\"}").correlationId());
        assertEquals("", malformed(envelope("a".repeat(257), "x", "{}", "")).correlationId());
    }

    @Test
    void ids_and_short_texts_have_limits() {
        assertEquals(
                "id is longer than 256 characters",
                malformed(envelope("a".repeat(257), "system:status", "{}", "")).message());
        assertInstanceOf(Inbound.StatusQuery.class, decode(envelope("a".repeat(256), "system:status", "{}", "")));
        assertEquals(
                "payload.model is longer than 1024 characters",
                malformed(envelope("a", "agent:create", "{\"model\":\"" + "m".repeat(1_025) + "\"}", ""))
                        .message());
        String capabilities = "\"c\",".repeat(64) + "\"c\"";
        assertEquals(
                "payload.capabilities has more than 64 items",
                malformed(envelope("a", "agent:create", "{\"capabilities\":[" + capabilities + "]}", ""))
                        .message());
    }

    @Test
    void members_of_an_object_have_a_limit() {
        StringBuilder members = new StringBuilder("{\"m\":0");
        for (int i = 0; i < 1_024; i++) {
            members.append(",\"m").append(i).append("\":0");
        }
        assertTrue(malformed(envelope("a", "agent:create", members + "}", ""))
                .message()
                .contains("more than 1024 members"));
    }

    @Test
    void null_counts_as_absent() {
        String payload =
                "{\"agent_type\":null,\"model\":null,\"capabilities\":null,\"name\":null,\"limits\":null,\"metadata\":null}";
        assertEquals(
                decode(envelope("a", "agent:create", "{}", "")), decode(envelope("a", "agent:create", payload, "")));
        assertInstanceOf(
                Inbound.StatusQuery.class,
                decode(envelope(
                        "a", "system:status", "{}", ",\"source\":null,\"target\":null,\"correlation_id\":null")));
    }

    @Test
    void unknown_keys_are_ignored_and_the_order_of_keys_does_not_matter() {
        assertEquals(
                decode(envelope("a", "command:cancel", "{\"command_id\":\"c\"}", "")),
                decode(
                        "{\"payload\":{\"zzz\":[],\"command_id\":\"c\"},\"x\":{},\"timestamp\":\"2026-01-01\\u002000:00:00\","
                                + "\"type\":\"command:cancel\",\"\\u0069d\":\"a\"}"));
    }

    @Test
    void large_texts_go_to_the_store() {
        String large = "x".repeat(101);
        Request.ExecuteCommand request = assertInstanceOf(
                Request.ExecuteCommand.class,
                request(envelope("a", "command:execute", "{\"command\":\"" + large + "\",\"agent_id\":\"a\"}", "")));
        assertInstanceOf(Body.Stored.class, request.text());
    }

    @Test
    void a_UUID_as_message_id_makes_a_request_idempotent() {
        assertTrue(cause(envelope(UUID, "command:cancel", "{\"command_id\":\"c\"}", ""))
                .isIdempotent());
        assertFalse(cause(envelope("request-1", "command:cancel", "{\"command_id\":\"c\"}", ""))
                .isIdempotent());
    }

    @Test
    void the_content_hash_knows_type_and_payload_and_nothing_of_the_envelope() {
        long hash = cause(envelope(UUID, "command:cancel", "{\"command_id\":\"c\"}", ""))
                .contentHash();
        String other =
                "{\"correlation_id\":\"x\",\"first_sent_at\":7,\"source\":\"me\",\"payload\":{\"command_id\":\"c\"},"
                        + "\"timestamp\":\"2027-01-01T00:00:00Z\",\"type\":\"command:cancel\",\"id\":\"" + UUID + "\"}";
        assertEquals(hash, cause(other).contentHash());
        assertNotEquals(
                hash,
                cause(envelope(UUID, "command:cancel", "{\"command_id\":\"d\"}", ""))
                        .contentHash());
        assertNotEquals(
                cause(envelope(
                                UUID,
                                "agent:message",
                                "{\"from_agent\":\"a\",\"to_agent\":\"b\",\"content\":\"c\"}",
                                ""))
                        .contentHash(),
                cause(envelope(
                                UUID,
                                "agent:coordination",
                                "{\"from_agent\":\"a\",\"to_agent\":\"b\",\"content\":\"c\"}",
                                ""))
                        .contentHash());
    }

    @Test
    void the_cause_says_who_asked_and_when_first() {
        Cause cause = cause(envelope(
                "request-1",
                "command:cancel",
                "{\"command_id\":\"c\"}",
                ",\"correlation_id\":\"x\",\"first_sent_at\":7"));
        assertEquals(new Cause("alice", "client-1", "request-1", "x", Dialect.STANDARD, 0, 7), cause);
        assertEquals(
                -1,
                cause(envelope("a", "command:cancel", "{\"command_id\":\"c\"}", ""))
                        .firstSentAt());
        assertEquals(
                ErrorType.VALIDATION_ERROR,
                malformed(envelope("a", "command:cancel", "{\"command_id\":\"c\"}", ",\"first_sent_at\":\"7\""))
                        .type());
    }

    @Test
    void a_command_named_create_agent_with_an_agent_id_is_a_prompt() {
        Request request = request(
                envelope("a", "command:execute", "{\"command\":\"create_agent\",\"agent_id\":\"b\",\"data\":{}}", ""));
        assertInstanceOf(Request.ExecuteCommand.class, request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"command\":\"dance\",\"message_id\":\"m\"}|unknown command 'dance'; known are create_agent and list_agents|m|dance",
                "{\"command\":\"create_agent\",\"message_id\":\"m\"}|data is missing|m|create_agent",
                "{\"command\":\"create_agent\",\"data\":[],\"message_id\":\"m\"}|data must be an object|m|create_agent",
                "{\"command\":\"create_agent\",\"data\":{}}|message_id is missing||create_agent",
                "{\"command\":\"create_agent\",\"data\":{\"role\":\"boss\"},\"message_id\":\"m\"}|data.role must be one of manager, worker, coordinator|m|create_agent",
                "{\"command\":7,\"message_id\":\"m\"}|command must be a string|m|"
            })
    void errors_of_the_dialect_without_types_name_its_message_and_command(
            String text, String message, String messageId, String command) {
        assertEquals(
                new Inbound.Malformed(
                        ErrorType.VALIDATION_ERROR,
                        message,
                        messageId == null ? "" : messageId,
                        Dialect.LEGACY,
                        command == null ? "" : command),
                malformed(text));
    }

    private Inbound decode(String message) {
        byte[] bytes = ("__" + message + "__").getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 2, bytes.length - 4);
    }

    private Inbound.Malformed malformed(String message) {
        return assertInstanceOf(Inbound.Malformed.class, decode(message));
    }

    private Request request(String message) {
        return assertInstanceOf(Inbound.Engine.class, decode(message)).request();
    }

    private Cause cause(String message) {
        return request(message).cause();
    }

    private static String envelope(String id, String type, String payload, String more) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"timestamp\":\"2026-01-01T00:00:00.5\",\"payload\":"
                + payload + more + "}";
    }
}
