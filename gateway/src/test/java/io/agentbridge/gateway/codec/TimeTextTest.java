package io.agentbridge.gateway.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TimeTextTest {
    private final TimeText times = new TimeText();

    @Property
    void times_are_written_as_the_platform_writes_them_whatever_came_before(
            @ForAll @LongRange(min = -99_999_999_999_999L, max = 999_999_999_999_999L) long millis,
            @ForAll @Size(max = 5) List<@LongRange(min = -2_500, max = 2_500) Long> later) {
        assertEquals(Instant.ofEpochMilli(millis).toString(), times.of(millis));
        for (long step : later) {
            assertEquals(Instant.ofEpochMilli(millis + step).toString(), times.of(millis + step));
        }
        long second = Math.floorDiv(millis, 1_000L) * 1_000;
        assertEquals(Instant.ofEpochMilli(second).toString(), times.of(second));
    }
}
