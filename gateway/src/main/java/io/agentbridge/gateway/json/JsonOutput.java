package io.agentbridge.gateway.json;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON into a buffer that grows and is reused. Commas come of themselves: a member or an item that does not come first is
 * preceded by one. For one thread.
 */
public final class JsonOutput {
    /** What is written for half a surrogate pair, which does not exist in UTF-8. */
    public enum HalfPair {
        /** U+FFFD, for readers that take nothing else (RFC 7493). */
        REPLACED,
        /** An escape, which JSON has for it: nothing is lost. */
        ESCAPED
    }

    /** A buffer beyond this is not kept for the next text. */
    private static final int LARGEST_KEPT = 1 << 20;

    private static final int INITIAL = 4_096;
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LEAST = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_DIGITS = 19;
    private static final long[] POWERS_OF_TEN = powersOfTen();
    /** The two digits of the numbers up to 99, as a buffer takes them. */
    private static final short[] PAIRS = pairs();

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final HalfPair halfPair;
    private byte[] buffer = new byte[INITIAL];
    private int size;
    /** Whether what comes next needs no comma: it stands at the beginning, of everything or of an object or list, or behind a name. */
    private boolean first = true;

    private static long[] powersOfTen() {
        long[] powers = new long[MAX_DIGITS];
        Arrays.setAll(powers, exponent -> exponent == 0 ? 1 : 10 * powers[exponent - 1]);
        return powers;
    }

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int number = 0; number < pairs.length; number++) {
            pairs[number] = (short) (('0' + number / 10) | (('0' + number % 10) << Byte.SIZE));
        }
        return pairs;
    }

    /** Writes for any reader. */
    public JsonOutput() {
        this(HalfPair.REPLACED);
    }

    public JsonOutput(HalfPair halfPair) {
        this.halfPair = halfPair;
    }

    /** Begins a new text. */
    public void clear() {
        if (buffer.length > LARGEST_KEPT) {
            buffer = new byte[INITIAL];
        }
        size = 0;
        first = true;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** Takes back everything after the first {@code length} bytes. */
    public void truncate(int length) {
        size = length;
        first = length == 0 || buffer[length - 1] == '{' || buffer[length - 1] == '[' || buffer[length - 1] == ':';
    }

    /** What was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** What was written. */
    public String text() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }

    /** Writes what was written to a stream, in UTF-8 whatever the stream's own charset. */
    public void writeTo(PrintStream stream) {
        stream.write(buffer, 0, size);
    }

    public void beginObject() {
        item();
        put((byte) '{');
        first = true;
    }

    public void endObject() {
        put((byte) '}');
        first = false;
    }

    public void beginArray() {
        item();
        put((byte) '[');
        first = true;
    }

    public void endArray() {
        put((byte) ']');
        first = false;
    }

    /** Begins a member; its value follows. */
    public void name(JsonName name) {
        item();
        put(name.encoded);
        first = true;
    }

    /** Begins a member whose name is not known beforehand. */
    public void name(String name) {
        item();
        quoted(name);
        put((byte) ':');
        first = true;
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

    /** 64 bits as a string of sixteen digits. */
    public void hexadecimal(long bits) {
        item();
        ensure(18);
        buffer[size++] = '"';
        for (int shift = 60; shift >= 0; shift -= 4) {
            buffer[size++] = HEXADECIMAL[(int) (bits >>> shift) & 0xf];
        }
        buffer[size++] = '"';
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
            item();
            raw(validObject.substring(1, length - 1));
        }
    }

    /** Writes the members that stand from {@code start} to {@code end} once more, in the object that is being written. */
    public void copyMembers(int start, int end) {
        int from = buffer[start] == ',' ? start + 1 : start;
        item();
        ensure(end - from);
        System.arraycopy(buffer, from, buffer, size, end - from);
        size += end - from;
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
        if (first) {
            first = false;
        } else {
            put((byte) ',');
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
                    halfPair(c);
                }
            } else {
                threeBytes(c);
            }
        }
        put((byte) '"');
    }

    private void halfPair(char c) {
        switch (halfPair) {
            case REPLACED -> threeBytes('\ufffd');
            case ESCAPED -> {
                buffer[size++] = '\\';
                buffer[size++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    buffer[size++] = HEXADECIMAL[(c >> shift) & 0xf];
                }
            }
        }
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
        if (value == Long.MIN_VALUE) {
            put(LEAST);
            return;
        }
        ensure(MAX_DIGITS + 1);
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int length = 1;
        while (length < MAX_DIGITS && rest >= POWERS_OF_TEN[length]) {
            length++;
        }
        // Two at a time, from the last: divisions are what takes time here.
        int p = size + length;
        while (rest >= 100) {
            long hundreds = rest / 100;
            int pair = (int) (rest - hundreds * 100);
            p -= 2;
            SHORTS.set(buffer, p, PAIRS[pair]);
            rest = hundreds;
        }
        if (rest >= 10) {
            SHORTS.set(buffer, p - 2, PAIRS[(int) rest]);
        } else {
            buffer[p - 1] = (byte) ('0' + rest);
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
