package io.agentbridge.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.gateway.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    private final Timestamps timestamps = new Timestamps();

    @Property
    void dates_are_written_as_the_platform_writes_them(
            @ForAll @LongRange(min = -62_135_596_800_000L, max = 253_402_300_799_999L) long millis) {
        JsonOutput output = new JsonOutput();
        timestamps.write(output, millis);
        String text = new String(output.toByteArray(), StandardCharsets.US_ASCII);
        String expected = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+00:00'")
                .format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        assertEquals('"' + expected + '"', text);
        assertTrue(Timestamps.isValid(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T16:32:16", "2026-11-23T16:32:16Z", "2026-11-23T16:32:16.789123", "2026-11-23T16:32:16.7Z",
                        "2026-11-23 16:32:16",
                "2026-11-23T16:32", "2026-11-23T16:32:16+01:00", "2026-11-23T16:32:16-0530", "2026-11-23T16:32:16+01",
                        "2024-02-29T00:00:00",
                "2026-11-23T16:32:16.789123456789+00:00", "2016-12-31T23:59:60Z"
            })
    void takes_naive_and_zoned_dates(String text) {
        assertTrue(Timestamps.isValid(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T16:32:16, 2026-11-23T16:32:16Z",
        "2026-11-23T16:32:16.7Z, 2026-11-23T16:32:16.700Z",
        "2026-11-23T16:32:16.789123456789+00:00, 2026-11-23T16:32:16.789Z",
        "2026-11-23 16:32:16, 2026-11-23T16:32:16Z",
        "2026-11-23T16:32, 2026-11-23T16:32:00Z",
        "2026-11-23T16:32:16+01:00, 2026-11-23T15:32:16Z",
        "2026-11-23T16:32:16-0530, 2026-11-23T22:02:16Z",
        "2026-11-23T16:32:16+01, 2026-11-23T15:32:16Z",
        "2024-02-29T00:00z, 2024-02-29T00:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "0001-01-01T00:00:00.001Z, 0001-01-01T00:00:00.001Z"
    })
    void names_the_instant(String text, Instant expected) {
        assertEquals(OptionalLong.of(expected.toEpochMilli()), Timestamps.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-23",
                "1795451536",
                "2026-13-01T00:00:00",
                "2026-02-29T00:00:00",
                "2026-11-31T00:00:00",
                "2026-11-23T24:00:00",
                "2026-11-23T16:60:00",
                "2026-11-23T16:32:61",
                "2026-11-23T16:32:16.",
                "2026-11-23T16:32:16.Z",
                "2026-11-23T16:32:16+1:00",
                "2026-11-23T16:32:16+24:00",
                "2026-11-23T16:32:16+01:60",
                "2026-11-23T16:32:16ZZ",
                "2026-11-23T16:32:16 Z",
                "26-11-23T16:32:16.000",
                "2026/11/23T16:32:16",
                "2026-11-23T16-32-16",
                "2026-11-23T16:32:1",
                "2026-00-10T00:00:00",
                "2026-01-00T00:00:00",
                "2026-11-23T16:32:16+"
            })
    void refuses_what_is_no_date_and_time(String text) {
        assertFalse(Timestamps.isValid(text));
        assertEquals(OptionalLong.empty(), Timestamps.parse(text));
    }
}
