package io.agentbridge.gateway.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes objects as the body of a record or snapshot: {@link Format}, {@link WireType}. The buffer is reused. Used by one thread. */
final class BinaryObjectWriter implements ObjectWriter {
    /** Seven bits a byte. */
    private static final int MAX_NUMBER_BYTES = 10;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final WrittenTexts texts = new WrittenTexts();
    private byte[] bytes;
    private int length;

    /** A writer whose buffer grows from that many bytes to the largest body. */
    BinaryObjectWriter(int initialBytes) {
        bytes = new byte[initialBytes];
    }

    /** Begins another body. */
    void reset() {
        texts.clear();
        length = 0;
        reserve(1);
        bytes[length++] = Format.VERSION;
    }

    /** The buffer, of which the first {@link #length} bytes are the body. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void begin() {
        // An object begins with its first member.
    }

    @Override
    public void begin(Field field) {
        tag(field, WireType.OBJECT);
    }

    @Override
    public void end() {
        reserve(1);
        bytes[length++] = 0;
    }

    @Override
    public void beginList(Field field, int size) {
        tag(field, WireType.LIST);
        plain((long) size << WireType.BITS | WireType.OBJECT);
    }

    @Override
    public void endList() {
        // Its size says where it ends.
    }

    @Override
    public void text(Field field, String value) {
        tag(field, WireType.TEXT);
        string(value);
    }

    @Override
    public void uuid(Field field, long high, long low) {
        tag(field, WireType.UUID);
        reserve(2 * Long.BYTES);
        LONGS.set(bytes, length, high);
        LONGS.set(bytes, length + Long.BYTES, low);
        length += 2 * Long.BYTES;
    }

    @Override
    public void optionalTexts(Field field, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        tag(field, WireType.LIST);
        plain((long) values.size() << WireType.BITS | WireType.TEXT);
        for (int i = 0; i < values.size(); i++) {
            string(values.get(i));
        }
    }

    @Override
    public void number(Field field, long value) {
        tag(field, WireType.NUMBER);
        plain(value << 1 ^ value >> 63);
    }

    @Override
    public void fraction(Field field, double value) {
        fixed(field, Double.doubleToRawLongBits(value));
    }

    @Override
    public void optionalFlag(Field field, boolean value) {
        if (value) {
            number(field, 1);
        }
    }

    @Override
    public void optionalHash(Field field, long value) {
        if (value != 0) {
            fixed(field, value);
        }
    }

    @Override
    public <E extends Enum<E>> void name(Field field, EnumCodes<E> codes, E value) {
        number(field, codes.of(value).number());
    }

    private void tag(Field field, int wireType) {
        plain((long) field.number() << WireType.BITS | wireType);
    }

    private void fixed(Field field, long value) {
        tag(field, WireType.FIXED);
        reserve(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** A number of 64 bits without a sign. */
    private void plain(long value) {
        reserve(MAX_NUMBER_BYTES);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void string(String value) {
        int back = texts.find(value);
        if (back > 0) {
            plain((long) back << 1 | 1);
            return;
        }
        int units = value.length();
        int start = length;
        plain((long) units << 1);
        reserve(units);
        byte[] target = bytes;
        int to = length;
        for (int i = 0; i < units; i++) {
            char unit = value.charAt(i);
            if (unit >= 0x80) {
                length = start;
                beyondAscii(value);
                return;
            }
            target[to + i] = (byte) unit;
        }
        length = to + units;
    }

    private void beyondAscii(String value) {
        if (hasHalfPair(value)) {
            // As JSON's escapes allow it or a cut leaves it; UTF-8 cannot say it.
            plain(1);
            plain(value.length());
            reserve(2 * value.length());
            for (int i = 0; i < value.length(); i++) {
                char unit = value.charAt(i);
                bytes[length++] = (byte) unit;
                bytes[length++] = (byte) (unit >>> 8);
            }
            return;
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        plain((long) encoded.length << 1);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private static boolean hasHalfPair(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            long wanted = Math.max((long) length + more, 2L * bytes.length);
            if ((long) length + more > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("A body of more than 2 GiB cannot be written");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
