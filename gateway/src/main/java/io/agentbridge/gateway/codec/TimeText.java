package io.agentbridge.gateway.codec;

import java.time.Instant;

/**
 * Times in UTC as ISO 8601 has them, to the millisecond where there are some: what {@link Instant} writes. Keeps the last second, for
 * events stand in the order of time. Used by one thread.
 */
final class TimeText {
    private static final int SECOND_MILLIS = 1_000;

    private long second = Long.MIN_VALUE;
    private String untilSecond = "";

    /** The text of a time, ms since 1970. */
    String of(long millis) {
        long ofMillis = Math.floorDiv(millis, SECOND_MILLIS);
        if (ofMillis != second) {
            String text = Instant.ofEpochSecond(ofMillis).toString();
            second = ofMillis;
            untilSecond = text.substring(0, text.length() - 1);
        }
        int rest = (int) (millis - second * SECOND_MILLIS);
        if (rest == 0) {
            return untilSecond + 'Z';
        }
        return untilSecond
                + '.'
                + (char) ('0' + rest / 100)
                + (char) ('0' + rest / 10 % 10)
                + (char) ('0' + rest % 10)
                + 'Z';
    }
}
