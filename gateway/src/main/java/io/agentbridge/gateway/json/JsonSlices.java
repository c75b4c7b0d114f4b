package io.agentbridge.gateway.json;

import java.nio.charset.StandardCharsets;

/** Reads slices of a text that a {@link JsonScanner} has found valid; on any other text the results are undefined. */
public final class JsonSlices {
    private JsonSlices() {}

    /** The kind of the value that begins at {@code start}. */
    public static JsonKind kind(byte[] data, int start) {
        return JsonKind.of(data[start]);
    }

    /** The string whose quotes are the first and the last byte of the slice. */
    public static String string(byte[] data, int start, int end) {
        return unescape(data, start + 1, end - 1);
    }

    /**
     * The whole number that the slice is.
     *
     * @throws JsonException if it has a fraction, or is beyond ±2^53, where other programs lose digits
     */
    public static long wholeNumber(byte[] data, int start, int end) throws JsonException {
        double value = number(data, start, end);
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw new JsonException("not a whole number that every program can hold", start);
        }
        return (long) value;
    }

    /** The nearest double, infinite if it is too large. */
    public static double number(byte[] data, int start, int end) {
        return Double.parseDouble(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** The value as text without white space between its parts. */
    public static String compact(byte[] data, int start, int end) {
        byte[] text = new byte[end - start];
        int length = 0;
        int p = start;
        while (p < end) {
            if (data[p] == '"') {
                int after = afterString(data, p);
                System.arraycopy(data, p, text, length, after - p);
                length += after - p;
                p = after;
            } else {
                if (!isSpace(data[p])) {
                    text[length++] = data[p];
                }
                p++;
            }
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Where the first byte from {@code position} on stands that is not white space. */
    public static int skipSpace(byte[] data, int position) {
        int p = position;
        while (isSpace(data[p])) {
            p++;
        }
        return p;
    }

    /** Where the value that begins at {@code start} ends. */
    static int afterValue(byte[] data, int start, int end) {
        return switch (data[start]) {
            case '"' -> afterString(data, start);
            case '{', '[' -> afterNested(data, start);
            default -> afterWord(data, start, end);
        };
    }

    private static int afterNested(byte[] data, int start) {
        int depth = 0;
        int p = start;
        do {
            switch (data[p]) {
                case '"' -> p = afterString(data, p) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Part of a number or a word, or between two values.
                }
            }
            p++;
        } while (depth > 0);
        return p;
    }

    private static int afterWord(byte[] data, int start, int end) {
        int p = start;
        while (p < end && data[p] != ',' && data[p] != '}' && data[p] != ']' && !isSpace(data[p])) {
            p++;
        }
        return p;
    }

    static int afterString(byte[] data, int start) {
        int p = start + 1;
        while (true) {
            if (p <= data.length - Long.BYTES && JsonScanner.isPlain((long) JsonScanner.LONGS.get(data, p))) {
                p += Long.BYTES;
                continue;
            }
            int stop = p + Long.BYTES;
            while (p < stop) {
                if (data[p] == '"') {
                    return p + 1;
                }
                p += data[p] == '\\' ? 2 : 1;
            }
        }
    }

    /** The text between two quotes. */
    static String unescape(byte[] data, int start, int end) {
        int p = start;
        while (p < end && data[p] != '\\') {
            p++;
        }
        if (p == end) {
            return new String(data, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int plain = start;
        while (p < end) {
            if (data[p] != '\\') {
                p++;
                continue;
            }
            text.append(new String(data, plain, p - plain, StandardCharsets.UTF_8));
            if (data[p + 1] == 'u') {
                text.append((char) Integer.parseInt(new String(data, p + 2, 4, StandardCharsets.ISO_8859_1), 16));
                p += 6;
            } else {
                text.append(
                        switch (data[p + 1]) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> (char) data[p + 1];
                        });
                p += 2;
            }
            plain = p;
        }
        return text.append(new String(data, plain, end - plain, StandardCharsets.UTF_8))
                .toString();
    }
}
