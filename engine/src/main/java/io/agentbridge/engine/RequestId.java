package io.agentbridge.engine;

/**
 * The id of a request taken apart: the 128 bits of a UUID in its usual form, lower case, or any other text. Holds one id at a time,
 * so that none of the many that are looked up leaves an object behind. Used by one thread.
 */
final class RequestId {
    private static final int CHARS = 36;
    /** Hexadecimal digits of each half. */
    private static final int DIGITS = 16;
    /** For each place that is no dash; the first half has 16 digits and two dashes. */
    private static final int HALF = DIGITS + 2;

    private static final String TEXT_OF_BITS = "";

    private long high;
    private long low;
    private String text = TEXT_OF_BITS;

    /** Takes an id apart. */
    void set(String id) {
        if (id.length() == CHARS && bits(id)) {
            text = TEXT_OF_BITS;
        } else {
            high = 0;
            low = id.hashCode();
            text = id;
        }
    }

    /** The first 64 bits, 0 for another text. */
    long high() {
        return high;
    }

    /** The last 64 bits; of another text its hash. */
    long low() {
        return low;
    }

    /** Empty where the bits say all. */
    String text() {
        return text;
    }

    private boolean bits(String id) {
        long first = 0;
        long second = 0;
        for (int i = 0; i < CHARS; i++) {
            char c = id.charAt(i);
            if (isDash(i)) {
                if (c != '-') {
                    return false;
                }
                continue;
            }
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return false;
            }
            if (i < HALF) {
                first = first << 4 | digit;
            } else {
                second = second << 4 | digit;
            }
        }
        high = first;
        low = second;
        return true;
    }

    /** The character at a place of the UUID with these bits. */
    static char charAt(long high, long low, int index) {
        if (isDash(index)) {
            return '-';
        }
        int dashesBefore = Math.clamp((index - 4) / 5, 0, 4);
        int digit = index - dashesBefore;
        long half = digit < DIGITS ? high : low;
        int value = (int) (half >>> ((DIGITS - 1 - digit % DIGITS) * 4)) & 0xF;
        return (char) (value < 10 ? '0' + value : 'a' + value - 10);
    }

    private static boolean isDash(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }
}
