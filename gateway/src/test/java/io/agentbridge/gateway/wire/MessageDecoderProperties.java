package io.agentbridge.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.agentbridge.gateway.json.JsonOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MessageDecoderProperties {
    private final MessageDecoder decoder = MessageDecoderTest.decoder();
    private final AnswerFrames answers = new AnswerFrames(
            new ServerIdentity("agent-bridge", "1", "epoch", "disk", List.of("claude"), WireLimits.DEFAULT),
            LastHeartbeats.NONE);

    @Property
    void any_bytes_are_something(@ForAll byte[] bytes) {
        check(bytes);
    }

    @Property(tries = 5_000)
    void a_request_with_one_byte_changed_is_something(
            @ForAll("requests") String request, @ForAll @IntRange(max = 100_000) int place, @ForAll byte replacement) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        bytes[place % bytes.length] = replacement;
        check(bytes);
    }

    @Property(tries = 5_000)
    void a_request_with_another_value_somewhere_is_something(
            @ForAll("requests") String request,
            @ForAll @IntRange(max = 1_000) int place,
            @ForAll("values") String value) {
        List<Integer> colons = colons(request);
        int colon = colons.get(place % colons.size());
        int end = colon + 1;
        while (end < request.length() && request.charAt(end) != ',' && request.charAt(end) != '\n') {
            end++;
        }
        check((request.substring(0, colon + 1) + value + request.substring(end)).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void a_request_cut_short_is_a_json_error(
            @ForAll("requests") String request, @ForAll @IntRange(max = 100_000) int place) {
        String stripped = request.strip();
        byte[] bytes = stripped.getBytes(StandardCharsets.UTF_8);
        Inbound inbound = decoder.decode(bytes, 0, place % bytes.length);
        assertEquals(io.agentbridge.engine.model.ErrorType.JSON_ERROR, ((Inbound.Malformed) inbound).type());
    }

    /** Whatever was said can be read, and an error about it can be told. */
    private void check(byte[] bytes) {
        byte[] before = bytes.clone();
        Inbound inbound = decoder.decode(bytes, 0, bytes.length);
        assertNotNull(inbound);
        assertEquals(inbound, decoder.decode(before, 0, before.length));
        if (inbound instanceof Inbound.Malformed malformed) {
            JsonOracle.object(answers.error(malformed, Samples.NOW));
        }
        if (inbound instanceof Inbound.Ping ping) {
            JsonOracle.object(answers.pong(ping, "client-1", Samples.NOW));
        }
    }

    @Provide
    Arbitrary<String> requests() throws IOException {
        try (Stream<Path> files = Files.list(Golden.directory("requests"))) {
            return Arbitraries.of(files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Golden::read)
                    .toList());
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1.5",
                "1e999",
                "1e-999",
                "9007199254740993",
                "-0",
                "\"\"",
                "\"x\"",
                "\"\\u0000\"",
                "[]",
                "{}",
                "[[]]",
                "[\"a\"]",
                "[null]",
                "{\"a\":{\"b\":[]}}",
                "{\"role\":\"worker\"}",
                "\"create_agent\"",
                "12345678901234567890123456789");
    }

    private static List<Integer> colons(String request) {
        return java.util.stream.IntStream.range(0, request.length())
                .filter(i -> request.startsWith("\": ", i))
                .mapToObj(i -> i + 1)
                .toList();
    }
}
