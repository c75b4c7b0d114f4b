package io.agentbridge.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON into a buffer that grows and is reused. Commas come of themselves: a member or an item that does not come first is
 * preceded by one. What does not exist in UTF-8, half a surrogate pair, is written as U+FFFD. For one thread.
 */
public final class JsonOutput {
    /** A buffer beyond this is not kept for the next text. */
    private static final int LARGEST_KEPT = 1 << 20;

    private static final int INITIAL = 4_096;
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[INITIAL];
    private int size;

    /** Begins a new text. */
    public void clear() {
        if (buffer.length > LARGEST_KEPT) {
            buffer = new byte[INITIAL];
        }
        size = 0;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** Takes back everything after the first {@code length} bytes. */
    public void truncate(int length) {
        size = length;
    }

    /** What was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void beginObject() {
        item();
        put((byte) '{');
    }

    public void endObject() {
        put((byte) '}');
    }

    public void beginArray() {
        item();
        put((byte) '[');
    }

    public void endArray() {
        put((byte) ']');
    }

    /** Begins a member; its value follows. */
    public void name(JsonName name) {
        if (size > 0 && buffer[size - 1] != '{') {
            put((byte) ',');
        }
        put(name.encoded);
    }

    /** Begins a member whose name is not known beforehand. */
    public void name(String name) {
        if (size > 0 && buffer[size - 1] != '{') {
            put((byte) ',');
        }
        quoted(name);
        put((byte) ':');
    }

    /** A constant string. */
    public void value(JsonName constant) {
        item();
        put(constant.encoded);
    }

    public void value(String text) {
        item();
        quoted(text);
    }

    public void value(boolean value) {
        item();
        put(value ? TRUE : FALSE);
    }

    public void nullValue() {
        item();
        put(NULL);
    }

    public void value(long value) {
        item();
        digits(value);
    }

    public void value(double value) {
        item();
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            digits((long) value);
            put((byte) '.');
            put((byte) '0');
        } else if (Double.isFinite(value)) {
            raw(Double.toString(value));
        } else {
            put(NULL);
        }
    }

    /** {@code value} · 10^-{@code decimals}, exactly, with one decimal at least. */
    public void fixed(long value, int decimals) {
        item();
        if (value < 0) {
            put((byte) '-');
        }
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long magnitude = Math.abs(value);
        digits(magnitude / scale);
        put((byte) '.');
        long fraction = magnitude % scale;
        do {
            scale /= 10;
            put((byte) ('0' + fraction / scale));
            fraction %= scale;
        } while (fraction != 0);
    }

    /** A value that is JSON already. */
    public void json(String valid) {
        item();
        raw(valid);
    }

    /** The members of an object that is JSON already, in place of members of the object that is being written. */
    public void membersOf(String validObject) {
        int length = validObject.length();
        if (length > 2) {
            if (buffer[size - 1] != '{') {
                put((byte) ',');
            }
            raw(validObject.substring(1, length - 1));
        }
    }

    /** Writes the members that stand from {@code start} to {@code end} once more, in the object that is being written. */
    public void copyMembers(int start, int end) {
        int first = buffer[start] == ',' ? start + 1 : start;
        if (buffer[size - 1] != '{') {
            put((byte) ',');
        }
        ensure(end - first);
        System.arraycopy(buffer, first, buffer, size, end - first);
        size += end - first;
    }

    /** A value that is JSON in UTF-8 already. */
    public void value(byte[] encoded) {
        item();
        put(encoded);
    }

    /** Whether what was written from {@code start} on is JSON. */
    public boolean isValidFrom(int start, JsonScanner scanner) {
        try {
            scanner.validate(buffer, start, size - start);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private void item() {
        if (size > 0) {
            byte last = buffer[size - 1];
            if (last != '[' && last != ':') {
                put((byte) ',');
            }
        }
    }

    private void raw(String text) {
        int length = text.length();
        ensure(length);
        byte[] target = buffer;
        int p = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = p;
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                put(rest);
                return;
            }
            target[p++] = (byte) c;
        }
        size = p;
    }

    private void quoted(String text) {
        int length = text.length();
        ensure(length + 2);
        byte[] target = buffer;
        int p = size;
        target[p++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) {
                size = p;
                quotedRest(text, i);
                return;
            }
            target[p++] = (byte) c;
        }
        target[p++] = '"';
        size = p;
    }

    private void quotedRest(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            // Six bytes are the most that one char becomes; the rest needs one each at least.
            ensure(6 + (length - i));
            char c = text.charAt(i);
            if (c < 0x80) {
                character(c);
            } else if (c < 0x800) {
                buffer[size++] = (byte) (0xc0 | (c >> 6));
                buffer[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                    int point = Character.toCodePoint(c, text.charAt(++i));
                    buffer[size++] = (byte) (0xf0 | (point >> 18));
                    buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                    buffer[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                    buffer[size++] = (byte) (0x80 | (point & 0x3f));
                } else {
                    threeBytes('\ufffd');
                }
            } else {
                threeBytes(c);
            }
        }
        put((byte) '"');
    }

    private void threeBytes(char c) {
        buffer[size++] = (byte) (0xe0 | (c >> 12));
        buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        buffer[size++] = (byte) (0x80 | (c & 0x3f));
    }

    private void character(char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            buffer[size++] = (byte) c;
            return;
        }
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\n' -> buffer[size++] = 'n';
            case '\r' -> buffer[size++] = 'r';
            case '\t' -> buffer[size++] = 't';
            default -> {
                buffer[size++] = 'u';
                buffer[size++] = '0';
                buffer[size++] = '0';
                buffer[size++] = HEXADECIMAL[c >> 4];
                buffer[size++] = HEXADECIMAL[c & 0xf];
            }
        }
    }

    private void digits(long value) {
        ensure(20);
        if (value == Long.MIN_VALUE) {
            put("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int length = 1;
        for (long bound = 10; length < 19 && rest >= bound; bound *= 10) {
            length++;
        }
        for (int p = size + length - 1; p >= size; p--) {
            buffer[p] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
    }

    private void put(byte b) {
        ensure(1);
        buffer[size++] = b;
    }

    private void put(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, Math.addExact(size, more)));
        }
    }
}
