package io.agentbridge.engine;

import java.util.List;

/**
 * A 64-bit mixing hash that is the same on every machine and in every run: it reads contents alone, never identities. Guards
 * against divergence, not against an adversary.
 */
final class Hash {
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;
    /** Characters read at each end of a text, beside its length and its {@link String#hashCode}, which is specified. */
    private static final int END_LENGTH = 8;

    private static final int FOUR = 4;
    private static final int UUID_LENGTH = 36;

    private Hash() {}

    /** Spreads every bit of {@code value} over all bits of the result; a bijection. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Takes one more number into {@code hash}; the order counts. */
    static long add(long hash, long value) {
        return Long.rotateLeft(hash ^ (value * FIRST), 29) * SECOND + FIRST;
    }

    static long add(long hash, boolean value) {
        return add(hash, value ? 1 : 2);
    }

    static long add(long hash, Enum<?> value) {
        return add(hash, value.name().hashCode());
    }

    static long add(long hash, String text) {
        int length = text.length();
        long whole = ((long) length << 32) | (text.hashCode() & 0xFFFF_FFFFL);
        return add(add(hash, whole), ends(text, length));
    }

    /** The same as for the UUID's text, without that. */
    static long addUuid(long hash, long high, long low) {
        int code = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            code = 31 * code + RequestId.charAt(high, low, i);
        }
        long whole = ((long) UUID_LENGTH << 32) | (code & 0xFFFF_FFFFL);
        int tail = UUID_LENGTH - END_LENGTH;
        long ends =
                ends(four(high, low, 0), four(high, low, FOUR), four(high, low, tail), four(high, low, tail + FOUR));
        return add(add(hash, whole), ends);
    }

    static long add(long hash, List<String> texts) {
        long result = add(hash, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            result = add(result, texts.get(i));
        }
        return result;
    }

    private static long ends(String text, int length) {
        if (length >= END_LENGTH) {
            int tail = length - END_LENGTH;
            return ends(four(text, 0), four(text, FOUR), four(text, tail), four(text, tail + FOUR));
        }
        long result = SECOND;
        for (int i = 0; i < length; i++) {
            result = Long.rotateLeft(result, 9) * FIRST + text.charAt(i);
        }
        return result;
    }

    private static long ends(long first, long second, long third, long fourth) {
        return first * FIRST
                + second * SECOND
                + Long.rotateLeft(third * SECOND, 31)
                + Long.rotateLeft(fourth * FIRST, 17);
    }

    private static long four(long high, long low, int from) {
        return (long) RequestId.charAt(high, low, from) << 48
                | (long) RequestId.charAt(high, low, from + 1) << 32
                | (long) RequestId.charAt(high, low, from + 2) << 16
                | RequestId.charAt(high, low, from + 3);
    }

    /** Four characters as one number. */
    private static long four(String text, int from) {
        return (long) text.charAt(from) << 48
                | (long) text.charAt(from + 1) << 32
                | (long) text.charAt(from + 2) << 16
                | text.charAt(from + 3);
    }
}
