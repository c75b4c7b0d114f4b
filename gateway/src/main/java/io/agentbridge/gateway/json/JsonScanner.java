package io.agentbridge.gateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decides in one pass whether bytes are one JSON value, strictly: the grammar of RFC 8259, valid UTF-8 (RFC 3629), paired surrogates,
 * no name twice in an object, bounded depth and numbers, nothing before or after but white space. Never recurses. O(n); allocates
 * nothing for ordinary messages. For one thread.
 */
public final class JsonScanner {
    /** Longest number, in characters. */
    public static final int MAX_NUMBER_CHARS = 128;

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] NO_DATA = {};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final int maxDepth;
    private final boolean[] objects;
    private final int[] serials;
    private final MemberNames names = new MemberNames();

    private byte[] data = NO_DATA;
    private int origin;
    private int position;
    private int end;
    private int depth;
    private int serial;
    private boolean escaped;

    /** @param maxDepth most objects and arrays open at once */
    public JsonScanner(int maxDepth) {
        this.maxDepth = maxDepth;
        this.objects = new boolean[maxDepth];
        this.serials = new int[maxDepth];
    }

    /** Returns if the bytes are one valid JSON value. */
    public void validate(byte[] bytes, int offset, int length) throws JsonException {
        data = bytes;
        origin = offset;
        position = offset;
        end = offset + length;
        depth = 0;
        serial = 0;
        names.clear();
        try {
            values();
        } finally {
            data = NO_DATA;
        }
    }

    /** The whole text: values, and what stands between them. */
    private void values() throws JsonException {
        skipSpace();
        while (true) {
            if (value()) {
                continue;
            }
            do {
                skipSpace();
                if (depth == 0) {
                    if (position != end) {
                        throw problem("text after the value");
                    }
                    return;
                }
            } while (closes());
        }
    }

    /** Takes a value, or opens one that has content: then true. */
    private boolean value() throws JsonException {
        if (position == end) {
            throw problem(depth == 0 ? "no value" : "the text ends where a value is expected");
        }
        byte first = data[position];
        switch (first) {
            case '{' -> {
                open(true);
                if (position < end && data[position] == '}') {
                    return empty();
                }
                name();
                return true;
            }
            case '[' -> {
                open(false);
                if (position < end && data[position] == ']') {
                    return empty();
                }
                return true;
            }
            case '"' -> {
                position++;
                string();
            }
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw problem("unexpected " + describe(first) + " where a value is expected");
        }
        return false;
    }

    private void open(boolean object) throws JsonException {
        if (depth == maxDepth) {
            throw problem("nested deeper than " + maxDepth);
        }
        objects[depth] = object;
        serials[depth] = serial++;
        depth++;
        position++;
        skipSpace();
    }

    private boolean empty() {
        position++;
        depth--;
        return false;
    }

    /** After a value inside of an object or array: true if that ends here, false if another value begins. */
    private boolean closes() throws JsonException {
        boolean object = objects[depth - 1];
        if (position == end) {
            throw problem(object ? "an object is not closed" : "an array is not closed");
        }
        byte next = data[position];
        if (next == (object ? '}' : ']')) {
            position++;
            depth--;
            return true;
        }
        if (next != ',') {
            throw problem("unexpected " + describe(next) + " where a comma or the end of "
                    + (object ? "an object" : "an array") + " is expected");
        }
        int comma = position++;
        skipSpace();
        if (position < end && (data[position] == '}' || data[position] == ']')) {
            throw new JsonException("trailing comma", comma - origin);
        }
        if (object) {
            name();
        }
        return false;
    }

    /** Takes a member's name and its colon. */
    private void name() throws JsonException {
        if (position == end) {
            throw problem("an object is not closed");
        }
        if (data[position] != '"') {
            throw problem("unexpected " + describe(data[position]) + " where a member's name is expected");
        }
        int start = ++position;
        string();
        if (!names.add(serials[depth - 1], data, start, position - 1, escaped)) {
            throw new JsonException("the same name twice in an object", start - 1 - origin);
        }
        skipSpace();
        if (position == end || data[position] != ':') {
            throw problem("no colon after a member's name");
        }
        position++;
        skipSpace();
    }

    /** Takes a string from after its opening quote to after its closing one. */
    private void string() throws JsonException {
        byte[] bytes = data;
        int p = position;
        escaped = false;
        while (true) {
            if (p <= end - Long.BYTES && isPlain((long) LONGS.get(bytes, p))) {
                p += Long.BYTES;
                continue;
            }
            int stop = Math.min(p + Long.BYTES, end);
            while (p < stop) {
                byte b = bytes[p];
                if (b == '"') {
                    position = p + 1;
                    return;
                }
                if (b == '\\') {
                    escaped = true;
                    p = escape(p);
                } else if (b < 0) {
                    p = multibyte(p);
                } else if (b < 0x20) {
                    position = p;
                    throw problem("a control character that is not escaped");
                } else {
                    p++;
                }
            }
            if (p == end) {
                position = p;
                throw problem("a string is not closed");
            }
        }
    }

    /** Whether eight bytes are all ASCII of 0x20 and above, without quotes and backslashes. */
    static boolean isPlain(long word) {
        long quotes = word ^ (ONES * '"');
        long slashes = word ^ (ONES * '\\');
        long found = (word - ONES * 0x20) | word | (quotes - ONES) | (slashes - ONES);
        return (found & HIGHS) == 0;
    }

    private int escape(int start) throws JsonException {
        position = start;
        if (end - start < 2) {
            throw problem("a string is not closed");
        }
        return switch (data[start + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> start + 2;
            case 'u' -> unit(start);
            default -> throw problem("an escape that does not exist");
        };
    }

    /** Takes an escaped UTF-16 unit, or two that make one character. */
    private int unit(int start) throws JsonException {
        int unit = hexadecimal(start + 2);
        if (!Character.isSurrogate((char) unit)) {
            return start + 6;
        }
        boolean paired = Character.isHighSurrogate((char) unit)
                && end - start >= 8
                && data[start + 6] == '\\'
                && data[start + 7] == 'u'
                && Character.isLowSurrogate((char) hexadecimal(start + 8));
        if (!paired) {
            position = start;
            throw problem("half of a surrogate pair");
        }
        return start + 12;
    }

    private int hexadecimal(int start) throws JsonException {
        int value = 0;
        for (int p = start; p < start + 4; p++) {
            int digit = p < end ? Character.digit(data[p], 16) : -1;
            if (digit < 0) {
                position = Math.min(p, end);
                throw problem("no hexadecimal digit in an escape");
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /** Takes one character of more than one byte; the table of RFC 3629 section 4. */
    private int multibyte(int start) throws JsonException {
        int lead = data[start] & 0xff;
        int length;
        int low = 0x80;
        int high = 0xbf;
        if (lead >= 0xc2 && lead <= 0xdf) {
            length = 2;
        } else if ((lead & 0xf0) == 0xe0) {
            length = 3;
            low = lead == 0xe0 ? 0xa0 : low;
            high = lead == 0xed ? 0x9f : high;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            length = 4;
            low = lead == 0xf0 ? 0x90 : low;
            high = lead == 0xf4 ? 0x8f : high;
        } else {
            throw new JsonException("invalid UTF-8", start - origin);
        }
        for (int i = 1; i < length; i++) {
            int next = start + i < end ? data[start + i] & 0xff : 0;
            if (next < low || next > high) {
                throw new JsonException("invalid UTF-8", start - origin);
            }
            low = 0x80;
            high = 0xbf;
        }
        return start + length;
    }

    private void number() throws JsonException {
        int start = position;
        if (data[position] == '-') {
            position++;
        }
        if (position < end && data[position] == '0') {
            position++;
        } else {
            digits();
        }
        if (position < end && data[position] == '.') {
            position++;
            digits();
        }
        if (position < end && (data[position] == 'e' || data[position] == 'E')) {
            position++;
            if (position < end && (data[position] == '+' || data[position] == '-')) {
                position++;
            }
            digits();
        }
        if (position - start > MAX_NUMBER_CHARS) {
            throw new JsonException("a number of more than " + MAX_NUMBER_CHARS + " characters", start - origin);
        }
    }

    private void digits() throws JsonException {
        int start = position;
        while (position < end && data[position] >= '0' && data[position] <= '9') {
            position++;
        }
        if (position == start) {
            throw problem("no digit in a number");
        }
    }

    private void literal(byte[] literal) throws JsonException {
        for (byte expected : literal) {
            if (position == end || data[position] != expected) {
                throw problem("neither true, false nor null");
            }
            position++;
        }
    }

    private void skipSpace() {
        while (position < end && JsonSlices.isSpace(data[position])) {
            position++;
        }
    }

    private JsonException problem(String what) {
        return new JsonException(what, position - origin);
    }

    private static String describe(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }
}
