package io.agentbridge.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JsonProperties {
    private final JsonScanner scanner = new JsonScanner(64);

    @Property
    void what_is_written_is_valid_and_reads_back_the_same(@ForAll("values") Object value) {
        byte[] text = write(value);
        assertTrue(accepts(text), () -> new String(text, StandardCharsets.UTF_8));
        assertEquals(Optional.of(value), JsonOracle.read(text, 64));
    }

    @Property
    void compact_text_means_the_same_and_has_no_space_outside_of_strings(@ForAll("values") Object value) {
        byte[] text = write(value);
        String spaced = spread(new String(text, StandardCharsets.UTF_8));
        byte[] data = spaced.getBytes(StandardCharsets.UTF_8);
        assertTrue(accepts(data));
        int start = JsonSlices.skipSpace(data, 0);
        assertEquals(new String(text, StandardCharsets.UTF_8), JsonSlices.compact(data, start, data.length));
    }

    @Property(tries = 5_000)
    void a_mutated_text_is_judged_as_the_oracle_judges_it(
            @ForAll("values") Object value,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 0, max = 1_000_000) Integer> places,
            @ForAll @IntRange(min = 0, max = 2) int how,
            @ForAll("bytes") byte replacement) {
        byte[] text = write(value);
        for (int place : places) {
            text = mutate(text, place % text.length, how, replacement);
            if (text.length == 0) {
                return;
            }
        }
        byte[] mutated = text;
        assertEquals(
                JsonOracle.read(mutated, 64).isPresent(),
                accepts(mutated),
                () -> new String(mutated, StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 5_000)
    void any_bytes_are_judged_as_the_oracle_judges_them(
            @ForAll @Size(max = 12) List<@net.jqwik.api.From("bytes") Byte> bytes) {
        byte[] text = new byte[bytes.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes.get(i);
        }
        assertEquals(JsonOracle.read(text, 64).isPresent(), accepts(text));
    }

    @Property
    void members_are_found_by_their_names(@ForAll("objects") Map<String, Object> members) throws JsonException {
        byte[] data = spread(new String(write(members), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        JsonObject object = new JsonObject(100);
        object.read(data, JsonSlices.skipSpace(data, 0), data.length);
        assertEquals(members.size(), object.size());
        for (Map.Entry<String, Object> member : members.entrySet()) {
            int found = object.find(member.getKey());
            byte[] value = java.util.Arrays.copyOfRange(data, object.start(found), object.end(found));
            assertEquals(Optional.of(member.getValue()), JsonOracle.read(value, 64));
            assertEquals(member.getKey(), object.name(found));
        }
        assertEquals(JsonObject.NONE, object.find("a name that nobody has"));
    }

    @Property
    void strings_with_any_escapes_read_as_they_were_meant(@ForAll String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        byte[] data = escaped.append('"').toString().getBytes(StandardCharsets.US_ASCII);
        if (accepts(data)) {
            assertEquals(text, JsonSlices.string(data, 0, data.length));
        } else {
            assertEquals(Optional.empty(), JsonOracle.read(data, 64));
        }
    }

    @Property
    void any_string_is_written_as_valid_UTF_8(@ForAll String text) {
        JsonOutput output = new JsonOutput();
        output.value(text);
        String expected = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
        assertEquals(Optional.of(expected), JsonOracle.read(output.toByteArray(), 64));
    }

    @Property
    void fixed_decimals_are_exact(@ForAll long value, @ForAll @IntRange(min = 1, max = 6) int decimals) {
        if (value == Long.MIN_VALUE) {
            return;
        }
        JsonOutput output = new JsonOutput();
        output.fixed(value, decimals);
        BigDecimal written = new BigDecimal(new String(output.toByteArray(), StandardCharsets.US_ASCII));
        assertEquals(0, BigDecimal.valueOf(value, decimals).compareTo(written));
        assertTrue(written.scale() >= 1);
    }

    @Property
    void numbers_are_written_exactly(@ForAll long whole, @ForAll double broken) {
        JsonOutput output = new JsonOutput();
        output.value(whole);
        assertEquals(Long.toString(whole), new String(output.toByteArray(), StandardCharsets.US_ASCII));
        output.clear();
        output.value(broken);
        assertEquals(broken, Double.parseDouble(new String(output.toByteArray(), StandardCharsets.US_ASCII)));
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.recursive(JsonProperties::leaves, JsonProperties::nest, 0, 3);
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return Arbitraries.maps(strings(), values()).ofMaxSize(3);
    }

    private static Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                strings().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.longs().map(BigDecimal::valueOf).map(Object.class::cast),
                Arbitraries.just(Optional.empty()).map(Object.class::cast));
    }

    private static Arbitrary<Object> nest(Arbitrary<Object> inner) {
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(strings(), inner).ofMaxSize(3).map(Object.class::cast));
    }

    @Provide
    Arbitrary<Byte> bytes() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        3,
                        Arbitraries.of("{}[]:,\"\\0123456789.eE+-truefalsn /u \t\n"
                                .chars()
                                .mapToObj(c -> (byte) c)
                                .toList())),
                net.jqwik.api.Tuple.of(1, Arbitraries.bytes()));
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.strings()
                .withChars("abc \"\\/\n\t\0\u007f\u00e9\u20ac\u2028")
                .withChars('\ue000', '\uffff')
                .ofMaxLength(12)
                .map(text -> text.length() % 5 == 4 ? text + "\ud83d\ude39" : text);
    }

    private static byte[] mutate(byte[] text, int place, int how, byte replacement) {
        byte[] head = java.util.Arrays.copyOf(text, place);
        byte[] tail = java.util.Arrays.copyOfRange(text, how == 0 ? place : place + 1, text.length);
        byte[] mutated = new byte[head.length + (how == 2 ? 0 : 1) + tail.length];
        System.arraycopy(head, 0, mutated, 0, head.length);
        if (how != 2) {
            mutated[head.length] = replacement;
        }
        System.arraycopy(tail, 0, mutated, mutated.length - tail.length, tail.length);
        return mutated;
    }

    /** Puts white space around every structural character outside of strings. */
    private static String spread(String text) {
        StringBuilder spread = new StringBuilder(" ");
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                spread.append(c).append(text.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            boolean structural = !quoted && "{}[],:".indexOf(c) >= 0;
            spread.append(structural ? "\t " : "").append(c).append(structural ? " \r\n" : "");
        }
        return spread.append(' ').toString();
    }

    private static byte[] write(Object value) {
        JsonOutput output = new JsonOutput();
        write(output, value);
        return output.toByteArray();
    }

    private static void write(JsonOutput output, Object value) {
        switch (value) {
            case String text -> output.value(text);
            case Boolean bool -> output.value(bool);
            case BigDecimal number -> output.value(number.longValueExact());
            case Optional<?> _ -> output.nullValue();
            case List<?> items -> {
                output.beginArray();
                items.forEach(item -> write(output, item));
                output.endArray();
            }
            case Map<?, ?> members -> {
                output.beginObject();
                members.forEach((name, member) -> {
                    output.name((String) name);
                    write(output, member);
                });
                output.endObject();
            }
            default -> throw new IllegalArgumentException("no JSON value: " + value);
        }
    }

    private boolean accepts(byte[] data) {
        try {
            scanner.validate(data, 0, data.length);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }
}
