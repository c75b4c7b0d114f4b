package io.agentbridge.gateway.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The format as it stands in files: one example of each input and event, a snapshot, the numbers of all members, and the names of all
 * enums. A journal outlives the program that wrote it, so an example changes only together with the format's version.
 *
 * <p>An example of a body is a line of JSON, as people see it, and the bytes in hexadecimal. With {@code -Dagentbridge.examples=write} the
 * examples are written anew.
 */
class JournalFormatTest {
    private static final Path EXAMPLES = Path.of("src", "test", "resources", "journal-format-2");
    private static final int BYTES_A_LINE = 32;
    private static final long SEQUENCE = 7;
    private static final long TIME = 1_790_000_000_000L;

    private final StepCodec codec = new StepCodec();
    private final SnapshotCodec snapshots = new SnapshotCodec();
    private final EventLines lines = new EventLines();

    @Test
    void inputsAreWrittenAsInTheExamples() throws IOException {
        Map<String, String> encoded = new TreeMap<>();
        for (Input input : new ExampleValues().valueOfEach(Input.class)) {
            byte[] body = encode(input);
            encoded.put("input-" + snake(input.getClass()), example(lines.line(input), body));
            assertEquals(input, codec.decodeInput(body));
        }
        compare(encoded, "input-");
    }

    @Test
    void eventsAreWrittenAsInTheExamples() throws IOException {
        Map<String, String> encoded = new TreeMap<>();
        ExampleValues values = new ExampleValues();
        for (Fact fact : values.valueOfEach(Fact.class)) {
            List<Event> events = List.of(new Event(SEQUENCE, TIME, values.value(Cause.class), fact));
            byte[] body = encode(events);
            encoded.put("event-" + snake(fact.getClass()), example(lines.line(events.getFirst()), body));
            assertEquals(events, codec.decodeEvents(body, SEQUENCE, TIME));
        }
        compare(encoded, "event-");
    }

    @Test
    void aSnapshotIsWrittenAsInTheExample() throws IOException {
        Snapshot snapshot = new ExampleValues().value(Snapshot.class);
        byte[] body = snapshots.encode(snapshot);
        compare(Map.of("snapshot", example(new SnapshotLine(snapshot).text(), body)), "snapshot");
        assertEquals(snapshot, snapshots.decode(body));
    }

    @Test
    void theNumbersOfAllMembersAreThoseOfTheTable() throws IOException {
        Map<Integer, String> numbers = new TreeMap<>();
        for (Field field : Field.values()) {
            assertNull(
                    numbers.put(
                            field.number(), field.number() + " " + field.name().toLowerCase(Locale.ROOT)),
                    field + " has a number of its own");
            assertEquals(field, Field.of(field.number()));
        }
        compare(Map.of("members", String.join("\n", numbers.values())), "members");
        String description = Files.readString(Path.of("..", "src", "docs", "journal-format.md"));
        numbers.remove(Field.UNKNOWN.number());
        numbers.values()
                .forEach(member -> assertTrue(description.contains("`" + member + "`"), member + " is described"));
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
        int later = 2_000;
        byte[] body = BodyBytes.of(RequestType.CANCEL_TASK)
                .member(later, WireType.NUMBER)
                .number(Long.MIN_VALUE)
                .member(later, WireType.FIXED)
                .raw(1, 2, 3, 4, 5, 6, 7, 8)
                .member(later, WireType.UUID)
                .raw(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
                .member(later, WireType.OBJECT)
                .member(Field.TASK_ID, WireType.TEXT)
                .text("an id elsewhere")
                .member(later, WireType.OBJECT)
                .raw(0, 0)
                .member(later, WireType.LIST)
                .list(2, WireType.LIST)
                .list(1, WireType.NUMBER)
                .number(5)
                .list(0, WireType.OBJECT)
                .member(later, WireType.TEXT)
                .text("a text")
                .member(later, WireType.TEXT)
                .again(1)
                .member(Field.TASK_ID, WireType.TEXT)
                .again(2)
                .end();
        assertEquals(new Request.CancelTask(Cause.NONE, "an id elsewhere"), codec.decodeInput(body));
    }

    @Test
    void aBodyOfTheFirstVersionIsRefusedByName() {
        byte[] json = "{\"format\":1,\"type\":\"cancel_task\",\"task_id\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        refuses(json, "version 1 (JSON)", "reads version 2", "program that wrote it");
        assertThrows(CodecException.class, () -> codec.decodeEvents(json, SEQUENCE, TIME));
        assertThrows(CodecException.class, () -> snapshots.decode(json));
    }

    @Test
    void whatIsNotUnderstoodIsRefusedByName() {
        refuses(new BodyBytes(3).end(), "version 3", "reads version 2");
        refuses(new byte[0], "too early");
        refuses(new BodyBytes(Format.VERSION).end(), "type");
        refuses(
                new BodyBytes(Format.VERSION)
                        .member(Field.TASK_ID, WireType.TEXT)
                        .text("t")
                        .end(),
                "type");
        refuses(
                new BodyBytes(Format.VERSION)
                        .member(Field.REQUEST, WireType.NUMBER)
                        .number(RequestType.values().length)
                        .end(),
                "type",
                RequestType.values().length + " is not known");
        refuses(BodyBytes.of(RequestType.CANCEL_TASK).end(), "task_id", "missing");
        refuses(cancel().number(5).end(), "task_id", "text");
        refuses(cancelById().text("t").raw(0).end(), "after the end");
        refuses(cancelById().plain(2 * 1_000_000_000L).end(), "task_id", "1000000000", "too early");
        refuses(cancelById().plain(-2).end(), "task_id", "too early");
        refuses(cancelById().again(1).end(), "task_id", "1 back");
        refuses(cancelById().raw(2 * 2, 0xC3, 0x28).end(), "task_id", "UTF-8");
        refuses(cancelById().raw(1, 3, 'a', 0).end(), "task_id", "too early");
        refuses(assign(Field.PRIORITY, WireType.NUMBER).number(1L << 31).end(), "priority", "32 bits");
        refuses(
                assign(Field.TIMEOUT_MILLIS, WireType.NUMBER)
                        .raw(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2)
                        .end(),
                "timeout_millis",
                "64 bits");
        refuses(assign(Field.DEPENDS_ON, WireType.TEXT).text("x").end(), "depends_on", "list");
        refuses(
                assign(Field.DEPENDS_ON, WireType.LIST)
                        .list(100_000_000, WireType.TEXT)
                        .end(),
                "depends_on",
                "100000000");
        refuses(
                assign(Field.DEPENDS_ON, WireType.LIST)
                        .list(1, WireType.NUMBER)
                        .number(1)
                        .end(),
                "depends_on",
                "text");
        refuses(BodyBytes.of(RequestType.CANCEL_TASK).member(2_000, 7).end(), "2000", "type 7");
        BodyBytes deep = BodyBytes.of(RequestType.CANCEL_TASK);
        for (int depth = 0; depth < 100_000; depth++) {
            deep.member(2_000, WireType.OBJECT);
        }
        refuses(deep.end(), "2000", "nested");
    }

    private static BodyBytes cancel() {
        return BodyBytes.of(RequestType.CANCEL_TASK).member(Field.TASK_ID, WireType.NUMBER);
    }

    private static BodyBytes cancelById() {
        return BodyBytes.of(RequestType.CANCEL_TASK).member(Field.TASK_ID, WireType.TEXT);
    }

    private static BodyBytes assign(Field field, int wireType) {
        return BodyBytes.of(RequestType.ASSIGN_TASK).member(field, wireType);
    }

    /** Holds the format to its description: a reader that knows nothing but that and the examples' tables. */
    @Test
    void anotherReaderReadsBothForms() throws IOException, InterruptedException {
        List<String> pairs = new ArrayList<>();
        for (int seed = 0; seed < 300; seed++) {
            RandomValues values = new RandomValues(new Random(seed));
            Input input = values.value(Input.class);
            pairs.add(lines.line(input));
            pairs.add(HexFormat.of().formatHex(encode(input)));
            Snapshot snapshot = values.value(Snapshot.class);
            pairs.add(new SnapshotLine(snapshot).text());
            pairs.add(HexFormat.of().formatHex(snapshots.encode(snapshot)));
        }
        Process python = new ProcessBuilder(
                        "python3",
                        Path.of("src", "test", "resources", "read_body.py").toString(),
                        EXAMPLES.toString())
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = python.getOutputStream()) {
            out.write((String.join("\n", pairs) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), said);
        assertEquals("600 alike", said.strip());
    }

    private void refuses(byte[] body, String... words) {
        CodecException refusal = assertThrows(CodecException.class, () -> codec.decodeInput(body));
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
                Files.writeString(EXAMPLES.resolve(example.getKey() + ".txt"), example.getValue() + "\n");
            }
        }
        Map<String, String> examples = new TreeMap<>();
        try (var files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix)) {
                    examples.put(
                            name.substring(0, name.length() - ".txt".length()),
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

    private byte[] encode(Input input) {
        codec.encodeInput(input);
        return Arrays.copyOf(codec.inputBytes(), codec.inputLength());
    }

    private byte[] encode(List<Event> events) {
        codec.encodeEvents(events);
        return Arrays.copyOf(codec.eventsBytes(), codec.eventsLength());
    }

    private static String example(String json, byte[] body) {
        StringBuilder text = new StringBuilder(json);
        for (int from = 0; from < body.length; from += BYTES_A_LINE) {
            text.append('\n').append(HexFormat.of().formatHex(body, from, Math.min(body.length, from + BYTES_A_LINE)));
        }
        return text.toString();
    }
}
