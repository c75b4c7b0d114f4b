package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.agentbridge.e2e.fixture.Client;
import io.agentbridge.e2e.fixture.Frame;
import io.agentbridge.e2e.fixture.GatewayProcess;
import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The gateway takes what the schemas take and refuses what they refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenMessagesTest {
    private GatewayProcess gateway;
    private Client client;

    @BeforeAll
    void start() {
        gateway = GatewayProcess.start(GatewayProcess.temporaryData());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        client = Client.connect(gateway);
        client.expectCursor(true);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    static Stream<Path> validExamples() {
        return Repository.files("src/protocol/examples/valid", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("client-"));
    }

    static Stream<Path> invalidExamples() {
        return Repository.files("src/protocol/examples/invalid", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("client-"));
    }

    /** The ids under which the message may be answered. */
    private void expect(JsonNode message) {
        for (String key : List.of("correlation_id", "id")) {
            if (message.path(key).isString()) {
                client.expect(message.path(key).stringValue(""));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void aValidMessageIsUnderstood(Path file) {
        JsonNode message = Json.read(file);
        expect(message);
        client.sendText(Json.write(message));
        // Requests are answered in the order in which they came, so whatever was to be said about this one came before.
        client.call("command:execute", Map.of("command", "after", "agent_id", "worker-1-00000000"));
        List<Frame> misunderstood = client.frames(frame ->
                GoldenMessagesTest.isMisunderstanding(frame) || frame.type().equals("error"));
        assertEquals(List.of(), misunderstood);
    }

    private static boolean isMisunderstanding(Frame frame) {
        return List.of("validation_error", "json_error", "processing_error").contains(frame.text("/payload/error_type"))
                // The example names a sequence that the server of this test does not have yet.
                && !frame.text("/payload/error_message").startsWith("payload.at is in the future");
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void anInvalidMessageIsRefusedAsTheExampleSays(Path file) {
        JsonNode example = Json.read(file);
        JsonNode message = example.path("message");
        expect(message);
        client.sendText(Json.write(message));
        Frame error = client.await(
                "an error", frame -> frame.isError() || frame.type().equals("error"));
        if (error.type().equals("error")) {
            assertFalse(error.text("/data/error").isEmpty());
        } else {
            assertEquals("system:error", error.type());
            assertEquals(example.path("error_type").stringValue(), error.text("/payload/error_type"));
            String answered = message.path("correlation_id").isString()
                    ? message.path("correlation_id").stringValue()
                    : message.path("id").stringValue("");
            assertEquals(answered, error.correlationId());
        }
    }
}
