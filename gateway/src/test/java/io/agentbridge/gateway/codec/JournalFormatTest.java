package io.agentbridge.gateway.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.model.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The format as it stands in files: one example of each input and event, a snapshot, and the names of all enums. A journal
 * outlives the program that wrote it, so an example changes only together with the format's version.
 *
 * <p>With {@code -Dagentbridge.examples=write} the examples are written anew.
 */
class JournalFormatTest {
    private static final Path EXAMPLES = Path.of("src", "test", "resources", "journal-format-1");
    private static final long SEQUENCE = 7;
    private static final long TIME = 1_790_000_000_000L;

    private final StepCodec codec = new StepCodec();
    private final SnapshotCodec snapshots = new SnapshotCodec();

    @Test
    void inputsAreWrittenAsInTheExamples() throws IOException {
        Map<String, String> encoded = new TreeMap<>();
        for (Input input : new ExampleValues().valueOfEach(Input.class)) {
            codec.encodeInput(input);
            String json = text(codec.inputBytes(), codec.inputLength());
            encoded.put("input-" + snake(input.getClass()), json);
            assertEquals(input, codec.decodeInput(json.getBytes(StandardCharsets.UTF_8)));
        }
        compare(encoded, "input-");
    }

    @Test
    void eventsAreWrittenAsInTheExamples() throws IOException {
        Map<String, String> encoded = new TreeMap<>();
        ExampleValues values = new ExampleValues();
        for (Fact fact : values.valueOfEach(Fact.class)) {
            List<Event> events = List.of(new Event(SEQUENCE, TIME, values.value(Cause.class), fact));
            codec.encodeEvents(events);
            String json = text(codec.eventsBytes(), codec.eventsLength());
            encoded.put("event-" + snake(fact.getClass()), json);
            assertEquals(events, codec.decodeEvents(json.getBytes(StandardCharsets.UTF_8), SEQUENCE, TIME));
        }
        compare(encoded, "event-");
    }

    @Test
    void aSnapshotIsWrittenAsInTheExample() throws IOException {
        Snapshot snapshot = new ExampleValues().value(Snapshot.class);
        byte[] json = snapshots.encode(snapshot);
        compare(Map.of("snapshot", text(json, json.length)), "snapshot");
        assertEquals(snapshot, snapshots.decode(json));
    }

    @Test
    void theNamesOfAllEnumsAreThoseOfTheExample() throws IOException {
        StringBuilder names = new StringBuilder("{");
        enums().forEach((type, constants) -> names.append(names.length() == 1 ? "" : ",")
                .append('"')
                .append(type)
                .append("\":[\"")
                .append(String.join("\",\"", constants))
                .append("\"]"));
        compare(Map.of("names", names.append('}').toString()), "names");
    }

    @Test
    void membersOfALaterVersionArePassedOver() {
        String json =
                "{\"format\":1,\"type\":\"cancel_task\",\"later\":{\"a\":[1,-2.5e3,null,true,false,\"}\\\"\"],\"b\":{}},"
                        + "\"cause\":{\"later\":[],\"principal\":\"p\"},\"task_id\":\"t\",\"last\":[[]]}";
        Input input = codec.decodeInput(json.getBytes(StandardCharsets.UTF_8));
        codec.encodeInput(input);
        assertEquals(
                "{\"format\":1,\"type\":\"cancel_task\",\"cause\":{\"principal\":\"p\"},\"task_id\":\"t\"}",
                text(codec.inputBytes(), codec.inputLength()));
    }

    @Test
    void whatIsNotUnderstoodIsRefusedByName() {
        refuses("{\"format\":2,\"type\":\"cancel_task\",\"task_id\":\"t\"}", "format", "version 2");
        refuses("{\"type\":\"cancel_task\",\"task_id\":\"t\"}", "format");
        refuses("{\"format\":1,\"task_id\":\"t\",\"type\":\"cancel_task\"}", "type");
        refuses("{\"format\":1,\"type\":\"cancel_everything\"}", "type", "cancel_everything");
        refuses("{\"format\":1,\"type\":\"cancel_task\"}", "task_id", "missing");
        refuses("{\"format\":1,\"type\":\"cancel_task\",\"task_id\":5}", "task_id", "text");
        refuses("{\"format\":1,\"type\":\"cancel_task\",\"task_id\":\"t\"} ", "after the end");
        refuses("{\"format\":1,\"type\":\"stop_agent\",\"agent_id\":\"a\",\"mode\":\"softly\"}", "mode", "softly");
        refuses("{\"format\":1,\"type\":\"assign_task\",\"priority\":2147483648}", "priority", "32 bits");
        refuses(
                "{\"format\":1,\"type\":\"assign_task\",\"timeout_millis\":9223372036854775808}",
                "timeout_millis",
                "64 bits");
        refuses("{\"format\":1,\"type\":\"assign_task\",\"timeout_millis\":1.5}", "timeout_millis", "whole");
        refuses("{\"format\":1,\"type\":\"assign_task\",\"depends_on\":\"x\"}", "depends_on", "array");
        refuses("{\"format\":1,\"type\":\"assign_task\",\"cause\":{\"content_hash\":\"xyz\"}}", "content_hash", "hash");
        refuses("{\"format\":1,\"type\":\"deadline_reached\",\"deep\":" + "[".repeat(100_000), "deep", "nested");
    }

    @Test
    void anotherJsonReaderAcceptsWhatIsWritten() throws IOException, InterruptedException {
        String script = """
                import json, sys
                lines = sys.stdin.buffer.read().split(b'\\n')[:-1]
                for line in lines: json.loads(line.decode('utf-8', 'strict'))
                print(len(lines))
                """;
        List<byte[]> lines = new ArrayList<>();
        for (int seed = 0; seed < 300; seed++) {
            RandomValues values = new RandomValues(new Random(seed));
            codec.encodeInput(values.value(Input.class));
            lines.add(Arrays.copyOf(codec.inputBytes(), codec.inputLength()));
            codec.encodeEvents(values.events(SEQUENCE, TIME));
            lines.add(Arrays.copyOf(codec.eventsBytes(), codec.eventsLength()));
            lines.add(snapshots.encode(values.value(Snapshot.class)));
        }
        Process python = new ProcessBuilder("python3", "-c", script)
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = python.getOutputStream()) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), said);
        assertEquals(lines.size(), Integer.parseInt(said.strip()));
    }

    private void refuses(String json, String... words) {
        CodecException refusal = assertThrows(
                CodecException.class, () -> codec.decodeInput(json.getBytes(StandardCharsets.UTF_8)), json);
        for (String word : words) {
            assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage() + " names " + word);
        }
    }

    /** The enums that a record of the format holds, by name. */
    private static Map<String, List<String>> enums() {
        Map<String, List<String>> enums = new TreeMap<>();
        for (Class<?> root : List.of(Input.class, Event.class, Snapshot.class)) {
            collect(root, enums, new ArrayList<>());
        }
        enums.put("EventType", constants(EventType.class));
        enums.put("RequestType", constants(RequestType.class));
        enums.put("ReportType", constants(ReportType.class));
        enums.put("NoticeType", constants(NoticeType.class));
        return enums;
    }

    private static void collect(Class<?> type, Map<String, List<String>> enums, List<Class<?>> seen) {
        if (seen.contains(type)) {
            return;
        }
        seen.add(type);
        if (type.isEnum()) {
            enums.put(type.getSimpleName(), constants(type));
        } else if (type.isSealed()) {
            RecordValues.records(type).forEach(record -> collect(record, enums, seen));
        } else if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                collect(component.getType(), enums, seen);
                if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType list) {
                    collect((Class<?>) list.getActualTypeArguments()[0], enums, seen);
                }
            }
        }
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void compare(Map<String, String> encoded, String prefix) throws IOException {
        if ("write".equals(System.getProperty("agentbridge.examples"))) {
            Files.createDirectories(EXAMPLES);
            for (Map.Entry<String, String> example : encoded.entrySet()) {
                Files.writeString(EXAMPLES.resolve(example.getKey() + ".json"), example.getValue() + "\n");
            }
        }
        Map<String, String> examples = new TreeMap<>();
        try (var files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix)) {
                    examples.put(
                            name.substring(0, name.length() - ".json".length()),
                            Files.readString(file).strip());
                }
            }
        }
        assertEquals(examples.keySet(), encoded.keySet(), "each type has its example");
        encoded.forEach((name, json) -> assertEquals(examples.get(name), json, name));
    }

    private static String snake(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
