package io.agentbridge.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * Finds the value of a key in a JSON object by one pass over its bytes, without decoding anything else. A key of the same name in
 * a nested object is not taken for it. Expects well-formed JSON; anything else is "not found".
 */
final class JsonFields {
    /** Not found. */
    static final long ABSENT = -1;

    private JsonFields() {}

    /** The value of {@code key} in the object at {@code from}: {@link #start} and {@link #end} of it, or {@link #ABSENT}. */
    static long find(byte[] json, int from, int to, byte[] key) {
        int depth = 0;
        boolean keyExpected = false;
        for (int at = from; at < to; at++) {
            switch (json[at]) {
                case '{' -> {
                    depth++;
                    keyExpected = depth == 1;
                }
                case '[' -> depth++;
                case '}', ']' -> depth--;
                case ',' -> keyExpected = depth == 1;
                case '"' -> {
                    int close = endOfString(json, at, to);
                    if (close < 0) {
                        return ABSENT;
                    }
                    if (keyExpected && equal(json, at + 1, close, key)) {
                        return value(json, close + 1, to);
                    }
                    keyExpected = false;
                    at = close;
                }
                default -> {}
            }
        }
        return ABSENT;
    }

    static int start(long slice) {
        return (int) (slice >>> 32);
    }

    static int end(long slice) {
        return (int) slice;
    }

    /** Whether the slice is the string {@code text}, quotes included. */
    static boolean isString(byte[] json, long slice, byte[] text) {
        return slice != ABSENT
                && end(slice) - start(slice) == text.length + 2
                && json[start(slice)] == '"'
                && equal(json, start(slice) + 1, end(slice) - 1, text);
    }

    /** The number in a string of digits, or -1. */
    static long numberInString(byte[] json, long slice) {
        int length = end(slice) - start(slice) - 2;
        if (slice == ABSENT || json[start(slice)] != '"' || length < 1 || length > 18) {
            return -1;
        }
        long number = 0;
        for (int at = start(slice) + 1; at < end(slice) - 1; at++) {
            int digit = json[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The content of a string that has no escapes, or the empty string. */
    static String string(byte[] json, long slice) {
        return slice == ABSENT || json[start(slice)] != '"'
                ? ""
                : new String(json, start(slice) + 1, end(slice) - start(slice) - 2, StandardCharsets.UTF_8);
    }

    private static long value(byte[] json, int from, int to) {
        int at = from;
        while (at < to && (json[at] == ':' || json[at] <= ' ')) {
            at++;
        }
        int begin = at;
        int depth = 0;
        while (at < to) {
            byte here = json[at];
            if (here == '"') {
                at = endOfString(json, at, to);
                if (at < 0) {
                    return ABSENT;
                }
            } else if (here == '{' || here == '[') {
                depth++;
            } else if (here == '}' || here == ']') {
                depth--;
            } else if (depth == 0 && (here == ',' || here <= ' ')) {
                return slice(begin, at);
            }
            if (depth < 0) {
                return slice(begin, at);
            }
            at++;
        }
        return ABSENT;
    }

    private static long slice(int begin, int end) {
        return ((long) begin << 32) | end;
    }

    private static int endOfString(byte[] json, int quote, int to) {
        for (int at = quote + 1; at < to; at++) {
            if (json[at] == '"') {
                return at;
            }
            if (json[at] == '\\') {
                at++;
            }
        }
        return -1;
    }

    private static boolean equal(byte[] json, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int at = 0; at < text.length; at++) {
            if (json[from + at] != text[at]) {
                return false;
            }
        }
        return true;
    }
}
