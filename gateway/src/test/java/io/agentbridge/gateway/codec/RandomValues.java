package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Any values: defaults, extremes, and texts that are hard to write. */
final class RandomValues extends RecordValues {
    private static final List<String> HARD_TEXTS = List.of(
            "",
            "",
            "",
            " ",
            "\"",
            "\\",
            "\\\"",
            "/",
            "\u0000\u0001\b\t\n\u000b\f\r\u001f",
            "\u007f\u0080\u00a0\u07ff\u0800\u2028\u2029\ufeff\uffff",
            "Grüße, 世界, \ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\ude00\ud83d",
            "cut \ud83d",
            "{\"json\":[1,\"two\",null]}",
            "null",
            "a".repeat(70),
            "long \u00fc\n".repeat(200));
    private static final long[] HARD_NUMBERS = {
        0,
        0,
        0,
        1,
        -1,
        9,
        10,
        99,
        100,
        -100,
        1L << 53,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        1_790_000_000_000L
    };
    private static final double[] HARD_FRACTIONS = {
        0, 0, -0.0, 1, 0.5, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-7, 0.1 + 0.2
    };

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /** Up to four events in a row. */
    List<Event> events(long firstSequence, long timestampMillis) {
        List<Event> events = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            events.add(new Event(firstSequence + i, timestampMillis, value(Cause.class), value(Fact.class)));
        }
        return events;
    }

    @Override
    String text(String component) {
        if (random.nextInt(3) > 0) {
            return HARD_TEXTS.get(random.nextInt(HARD_TEXTS.size()));
        }
        int length = random.nextInt(40);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(
                    (char) (random.nextBoolean() ? ' ' + random.nextInt(95) : random.nextInt(Character.MAX_VALUE + 1)));
        }
        return text.toString();
    }

    @Override
    long number(String component) {
        return random.nextInt(3) > 0 ? HARD_NUMBERS[random.nextInt(HARD_NUMBERS.length)] : random.nextLong();
    }

    @Override
    int integer(String component) {
        return switch (random.nextInt(6)) {
            case 0 -> Integer.MAX_VALUE;
            case 1 -> Integer.MIN_VALUE;
            case 2 -> random.nextInt();
            default -> random.nextInt(3);
        };
    }

    @Override
    double fraction(String component) {
        return random.nextBoolean() ? random.nextDouble() : HARD_FRACTIONS[random.nextInt(HARD_FRACTIONS.length)];
    }

    @Override
    boolean flag(String component) {
        return random.nextBoolean();
    }

    @Override
    int listSize(String component) {
        return random.nextInt(4);
    }

    @Override
    int choice(int count) {
        return random.nextInt(count);
    }
}
