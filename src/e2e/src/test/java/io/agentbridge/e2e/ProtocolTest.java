package io.agentbridge.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.e2e.fixture.Json;
import io.agentbridge.e2e.fixture.ProtocolSchemas;
import io.agentbridge.e2e.fixture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code src/protocol} says one thing: schemas, examples and the AsyncAPI document agree. */
class ProtocolTest {
    private static final String PROTOCOL = "src/protocol/";
    private static final ProtocolSchemas SCHEMAS = new ProtocolSchemas();
    private static final JsonNode ASYNCAPI = new YAMLMapper()
            .readTree(Repository.path(PROTOCOL + "asyncapi.yaml").toFile());

    /** The types of the drop-in contract and of what was added, as a second source beside the documents. */
    private static final Set<String> CLIENT_TYPES = Set.of(
            ("agent:create agent:stop agent:heartbeat agent:message agent:coordination agent:handoff command:execute command:cancel "
                            + "task:assign task:cancel system:status system:metric system:history system:state connection:ping "
                            + "connection:pong connection:subscribe approval:respond")
                    .split(" "));

    private static final Set<String> SERVER_TYPES = Set.of(
            ("agent:status agent:created agent:stopped agent:error agent:message agent:coordination agent:handoff command:result "
                            + "command:error command:progress command_response task:update task:complete task:failed system:error "
                            + "system:metric system:history system:state agent:heartbeat connection:ack connection:ping connection:pong "
                            + "connection:subscribed connection:snapshot connection:bundle server:started approval:requested approval:resolved")
                    .split(" "));

    static Stream<Path> validExamples() {
        return Repository.files(PROTOCOL + "examples/valid", ".json").stream();
    }

    static Stream<Path> invalidExamples() {
        return Repository.files(PROTOCOL + "examples/invalid", ".json").stream();
    }

    static Stream<Path> textsThatAreNoJson() {
        return Repository.files(PROTOCOL + "examples/invalid", ".txt").stream();
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void aValidExamplePassesItsSchemaAndTheUnion(Path file) {
        JsonNode message = Json.read(file);
        assertEquals(List.of(), SCHEMAS.violations(schemaOf(file), message));
        assertEquals(List.of(), SCHEMAS.violations(unionOf(file), message));
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void anInvalidExampleIsRefusedByItsSchemaAndTheUnion(Path file) {
        JsonNode example = Json.read(file);
        assertFalse(example.path("why").stringValue("").isEmpty(), "says why");
        assertEquals(
                file.getFileName().toString().startsWith("server-"),
                example.path("error_type").isNull());
        assertFalse(SCHEMAS.violations(schemaOf(file), example.path("message")).isEmpty(), "refused by its schema");
        assertFalse(SCHEMAS.violations(unionOf(file), example.path("message")).isEmpty(), "refused by the union");
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoJson")
    void aTextThatIsNoJsonCannotBeParsed(Path file) throws IOException {
        String text = Files.readString(file);
        if (text.isBlank()) {
            assertTrue(Json.parse(text).isMissingNode());
        } else {
            assertThrows(JacksonException.class, () -> Json.parse(text));
        }
    }

    @Test
    void everyMessageHasAnExample() {
        Set<String> messages = new TreeSet<>(SCHEMAS.names());
        messages.removeIf(name -> !name.startsWith("client-") && !name.startsWith("server-"));
        messages.removeAll(List.of("client-message", "client-envelope", "server-message", "server-envelope"));
        Set<String> shown = new TreeSet<>();
        validExamples().map(ProtocolTest::schemaOf).forEach(shown::add);
        assertEquals(messages, shown);
    }

    @Test
    void everyReferenceOfTheAsyncApiDocumentResolves() {
        List<String> references = new ArrayList<>();
        collectReferences(ASYNCAPI, references);
        assertTrue(references.size() > 100, "references found: " + references.size());
        List<String> broken = references.stream()
                .filter(reference -> reference.startsWith("#")
                        ? ASYNCAPI.at(reference.substring(1)).isMissingNode()
                        : !Files.isRegularFile(Repository.path(PROTOCOL).resolve(reference)))
                .toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void everySchemaIsUsedAndEveryReferenceOfASchemaResolves() {
        Set<String> used = new TreeSet<>(List.of("client-message", "server-message"));
        List<String> references = new ArrayList<>();
        SCHEMAS.names()
                .forEach(name -> collectReferences(
                        Json.read(Repository.path(PROTOCOL + "schemas/" + name + ".schema.json")), references));
        for (String reference : references) {
            assertTrue(Files.isRegularFile(Repository.path(PROTOCOL + "schemas").resolve(reference)), reference);
            used.add(reference.replace(".schema.json", ""));
        }
        assertEquals(new TreeSet<>(SCHEMAS.names()), used);
    }

    @Test
    void theMessagesOfTheAsyncApiDocumentAreExactlyTheTypesThereAre() {
        assertEquals(new TreeSet<>(CLIENT_TYPES), typesOf("client"));
        assertEquals(new TreeSet<>(SERVER_TYPES), typesOf("server"));
        assertEquals(
                ASYNCAPI.at("/components/messages").size(),
                ASYNCAPI.at("/channels/gateway/messages").size());
    }

    @Test
    void theSchemaOfAMessageIsThatOfItsType() {
        ASYNCAPI.at("/components/messages").forEachEntry((key, message) -> {
            String name = message.path("name").stringValue("");
            String file = message.at("/payload/schema/$ref").stringValue("").replace("./schemas/", "");
            String direction = key.startsWith("client") ? "client-" : "server-";
            assertEquals(direction + name.replace(':', '-').replace(' ', '-') + ".schema.json", file, key);
        });
    }

    @Test
    void everyErrorTypeIsExplainedOnce() {
        List<String> explained = new ArrayList<>();
        ASYNCAPI.at("/channels/gateway/x-errors")
                .forEach(error -> explained.add(error.path("error_type").stringValue("")));
        List<String> known = new ArrayList<>();
        Json.read(Repository.path(PROTOCOL + "schemas/error.schema.json"))
                .at("/properties/error_type/enum")
                .forEach(type -> known.add(type.stringValue("")));
        assertEquals(known, explained);
    }

    private static Set<String> typesOf(String direction) {
        Set<String> types = new TreeSet<>();
        ASYNCAPI.at("/components/messages").forEachEntry((key, message) -> {
            String name = message.path("name").stringValue("");
            if (key.startsWith(direction) && !name.startsWith("legacy")) {
                types.add(name);
            }
        });
        return types;
    }

    private static String schemaOf(Path example) {
        String name = example.getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    private static String unionOf(Path example) {
        return schemaOf(example).startsWith("client-") ? "client-message" : "server-message";
    }

    private static void collectReferences(JsonNode node, List<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").stringValue(""));
        }
        node.forEach(child -> collectReferences(child, references));
    }
}
