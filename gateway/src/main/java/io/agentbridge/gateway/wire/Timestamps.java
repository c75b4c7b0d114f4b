package io.agentbridge.gateway.wire;

import io.agentbridge.gateway.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/** Dates on the wire: {@code yyyy-MM-ddTHH:mm:ss.SSS+00:00} outbound, and nearly any ISO 8601 date and time inbound. For one thread. */
final class Timestamps {
    private static final long DAY_MILLIS = 86_400_000;
    private static final byte[] TEMPLATE = "\"yyyy-MM-ddTHH:mm:ss.SSS+00:00\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text = TEMPLATE.clone();
    private long day = Long.MIN_VALUE;

    /** Writes an instant of the years 0 to 9999 as a string. */
    void write(JsonOutput output, long millis) {
        long instantDay = Math.floorDiv(millis, DAY_MILLIS);
        if (instantDay != day) {
            LocalDate date = LocalDate.ofEpochDay(instantDay);
            digits(1, 4, date.getYear());
            digits(6, 2, date.getMonthValue());
            digits(9, 2, date.getDayOfMonth());
            day = instantDay;
        }
        int ofDay = (int) Math.floorMod(millis, DAY_MILLIS);
        digits(12, 2, ofDay / 3_600_000);
        digits(15, 2, ofDay / 60_000 % 60);
        digits(18, 2, ofDay / 1_000 % 60);
        digits(21, 3, ofDay % 1_000);
        output.value(text);
    }

    private void digits(int start, int count, int value) {
        int rest = value;
        for (int i = start + count - 1; i >= start; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The instant that a text names; one without a zone is taken for UTC. Empty if {@link #isValid} does not take the text. */
    static OptionalLong parse(String text) {
        if (!isValid(text)) {
            return OptionalLong.empty();
        }
        int second = text.length() > 18 && text.charAt(16) == ':' ? number(text, 17, 2, 0, 60) : 0;
        int p = 16;
        long millis = 0;
        if (p < text.length() && text.charAt(p) == ':') {
            p = 19;
            if (p < text.length() && (text.charAt(p) == '.' || text.charAt(p) == ',')) {
                p++;
                for (int scale = 100; p < text.length() && isDigit(text.charAt(p)); scale /= 10) {
                    millis += (long) scale * (text.charAt(p) - '0');
                    p++;
                }
            }
        }
        long day = LocalDate.of(number(text, 0, 4, 0, 9_999), number(text, 5, 2, 1, 12), number(text, 8, 2, 1, 31))
                .toEpochDay();
        long ofDay = number(text, 11, 2, 0, 23) * 3_600_000L + number(text, 14, 2, 0, 59) * 60_000L + second * 1_000L;
        return OptionalLong.of(day * DAY_MILLIS + ofDay + millis - offsetMillis(text, p));
    }

    private static long offsetMillis(String text, int zone) {
        if (zone >= text.length() || text.length() - zone == 1) {
            return 0;
        }
        int hours = number(text, zone + 1, 2, 0, 23);
        int minutes = text.length() - zone == 3 ? 0 : number(text, text.length() - 2, 2, 0, 59);
        long offset = hours * 3_600_000L + minutes * 60_000L;
        return text.charAt(zone) == '-' ? -offset : offset;
    }

    /** Whether a text is a date and time: seconds, fraction and zone may be absent; the zone is {@code Z} or an offset. */
    static boolean isValid(String text) {
        int length = text.length();
        if (length < 16
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
                || text.charAt(13) != ':') {
            return false;
        }
        int year = number(text, 0, 4, 0, 9_999);
        int month = number(text, 5, 2, 1, 12);
        int dayOfMonth = number(text, 8, 2, 1, 31);
        if (year < 0 || month < 0 || dayOfMonth < 0 || !exists(year, month, dayOfMonth)) {
            return false;
        }
        if (number(text, 11, 2, 0, 23) < 0 || number(text, 14, 2, 0, 59) < 0) {
            return false;
        }
        int p = 16;
        if (p < length && text.charAt(p) == ':') {
            if (number(text, 17, 2, 0, 60) < 0) {
                return false;
            }
            p = 19;
            if (p < length && (text.charAt(p) == '.' || text.charAt(p) == ',')) {
                int fraction = ++p;
                while (p < length && isDigit(text.charAt(p))) {
                    p++;
                }
                if (p == fraction) {
                    return false;
                }
            }
        }
        return isZone(text, p);
    }

    private static boolean isZone(String text, int start) {
        int length = text.length() - start;
        if (length == 0) {
            return true;
        }
        char sign = text.charAt(start);
        if (length == 1) {
            return sign == 'Z' || sign == 'z';
        }
        if ((sign != '+' && sign != '-') || number(text, start + 1, 2, 0, 23) < 0) {
            return false;
        }
        return switch (length) {
            case 3 -> true;
            case 5 -> number(text, start + 3, 2, 0, 59) >= 0;
            case 6 -> text.charAt(start + 3) == ':' && number(text, start + 4, 2, 0, 59) >= 0;
            default -> false;
        };
    }

    private static boolean exists(int year, int month, int dayOfMonth) {
        if (dayOfMonth <= 28) {
            return true;
        }
        try {
            LocalDate date = LocalDate.of(year, month, dayOfMonth);
            return date.getDayOfMonth() == dayOfMonth;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The number that these digits are, or -1 if they are none or out of range. */
    private static int number(String text, int start, int count, int least, int most) {
        if (start + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < start + count; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = 10 * value + (c - '0');
        }
        return value >= least && value <= most ? value : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
