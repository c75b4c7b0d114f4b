package io.agentbridge.gateway.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BinaryObjectWriter} wrote, member by member: {@link #begin}, then {@link #next} until it says no, each time taking
 * {@link #field} and the value by one of the other methods. Used by one thread.
 *
 * <p>Whatever the bytes are, what cannot be read is a {@link CodecException}, and nothing is allocated that is larger than what the bytes
 * hold: single bytes are bounded by their array, and lengths are held to what is left of it.
 */
final class ObjectReader {
    /** Nesting of what is skipped. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_INITIAL_CAPACITY = 1024;

    /** Where the last byte of a number of 64 bits begins: one bit is left for it. */
    private static final int LAST_SHIFT = 63;

    private static final long EVERY_EIGHTH_BIT = 0x8080_8080_8080_8080L;

    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] NOTHING = new byte[0];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final TextCache cache = new TextCache();
    private final String[] texts = new String[WrittenTexts.CAPACITY];
    private int textCount;
    private byte[] bytes = NOTHING;
    private int position;
    private Field field = Field.UNKNOWN;
    private long number;
    private int type;
    private long high;
    private long low;

    /** What is read by {@link #decode}. */
    interface Decoder<T> {
        T decode(ObjectReader in);
    }

    /** What is read by {@link #list}: the element at that place, from 0. */
    interface ElementDecoder<T> {
        T decode(ObjectReader in, int index);
    }

    /** Reads {@code encoded}, which must be one object that {@code decoder} takes whole. */
    <T> T decode(byte[] encoded, Decoder<T> decoder) {
        bytes = encoded;
        position = 0;
        textCount = 0;
        field = Field.UNKNOWN;
        number = 0;
        try {
            Format.check(bytes[position++]);
            type = WireType.OBJECT;
            T value = decoder.decode(this);
            if (position != encoded.length) {
                throw new CodecException(
                        "There is something after the end, at byte " + position + " of " + encoded.length);
            }
            return value;
        } catch (IndexOutOfBoundsException e) {
            throw new CodecException(where() + ": the body of " + encoded.length + " bytes ends too early", e);
        } finally {
            bytes = NOTHING;
        }
    }

    /** Enters the object that is the present value. */
    void begin() {
        expect(WireType.OBJECT, "an object");
    }

    /** Goes to the next member of the object; false at its end. */
    boolean next() {
        long tag = plain();
        if (tag == 0) {
            return false;
        }
        number = tag >>> WireType.BITS;
        field = Field.of(number);
        type = (int) tag & WireType.MASK;
        return true;
    }

    /** The member that {@link #next} went to, {@link Field#UNKNOWN} for one of a later version. */
    Field field() {
        return field;
    }

    boolean isText() {
        return type == WireType.TEXT;
    }

    String text() {
        expect(WireType.TEXT, "a text");
        long header = plain();
        if ((header & 1) == 0) {
            return remember(utf8(length(header >>> 1)));
        }
        return header == 1 ? remember(utf16(length(plain()))) : again(header >>> 1);
    }

    List<String> texts() {
        return list((in, _) -> in.text());
    }

    /** Goes to the UUID that is the present value, whose halves are {@link #high} and {@link #low} then. */
    void uuid() {
        expect(WireType.UUID, "a UUID");
        high = (long) LONGS.get(bytes, position);
        low = (long) LONGS.get(bytes, position + Long.BYTES);
        position += 2 * Long.BYTES;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Enters the list that is the present value, and says how many objects it holds, each begun by its first {@link #next}. */
    int beginObjects() {
        expect(WireType.LIST, "a list");
        long header = plain();
        type = (int) header & WireType.MASK;
        // Each takes a byte at least, for its end.
        int size = length(header >>> WireType.BITS);
        if (size > 0) {
            expect(WireType.OBJECT, "objects");
        }
        return size;
    }

    <T> List<T> list(ElementDecoder<T> decoder) {
        expect(WireType.LIST, "a list");
        long header = plain();
        int elementType = (int) header & WireType.MASK;
        // Each element takes a byte at least.
        int size = length(header >>> WireType.BITS);
        type = elementType;
        if (size == 1) {
            return List.of(decoder.decode(this, 0));
        }
        List<T> values = new ArrayList<>(Math.min(size, MAX_INITIAL_CAPACITY));
        for (int i = 0; i < size; i++) {
            type = elementType;
            values.add(decoder.decode(this, i));
        }
        return values;
    }

    int integer() {
        long value = number();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new CodecException(where() + ": " + value + " does not fit into 32 bits");
        }
        return (int) value;
    }

    long number() {
        expect(WireType.NUMBER, "a whole number");
        long zigzag = plain();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    double fraction() {
        double value = Double.longBitsToDouble(fixed());
        if (!Double.isFinite(value)) {
            throw new CodecException(where() + ": " + value + " is no finite number");
        }
        return value;
    }

    boolean flag() {
        long value = number();
        if (value < 0 || value > 1) {
            throw new CodecException(where() + ": " + value + " is neither true nor false");
        }
        return value == 1;
    }

    long hash() {
        return fixed();
    }

    <E extends Enum<E>> E name(EnumCodes<E> codes) {
        long code = number();
        E value = codes.find(code);
        if (value == null) {
            throw new CodecException(
                    where() + ": " + code + " is not known; it was written by a later version, or is damaged");
        }
        return value;
    }

    /** Passes over the present value. */
    void skip() {
        skip(0);
    }

    private void skip(int depth) {
        if (depth > MAX_DEPTH) {
            throw new CodecException(where() + ": nested deeper than " + MAX_DEPTH);
        }
        switch (type) {
            case WireType.NUMBER -> number();
            case WireType.FIXED -> fixed();
            case WireType.UUID -> uuid();
            // Texts behind it may name it again.
            case WireType.TEXT -> text();
            case WireType.OBJECT -> {
                while (next()) {
                    skip(depth + 1);
                }
            }
            case WireType.LIST -> skipList(depth);
            default -> throw new CodecException(where() + ": values of type " + type + " are not known");
        }
    }

    private void skipList(int depth) {
        long header = plain();
        int elementType = (int) header & WireType.MASK;
        int size = length(header >>> WireType.BITS);
        for (int i = 0; i < size; i++) {
            type = elementType;
            skip(depth + 1);
        }
    }

    /** {@code value}, which must have been there. */
    <T> T require(Field member, @Nullable T value) {
        if (value == null) {
            throw new CodecException("Member \"" + member.text() + "\" is missing, at byte " + position);
        }
        return value;
    }

    /** The type of the object just entered, which its first member must tell. */
    <E extends Enum<E>> E type(EnumCodes<E> codes) {
        if (!next() || field != Field.TYPE) {
            throw new CodecException(where() + ": the first member must be \"type\"");
        }
        return name(codes);
    }

    /** A number of 64 bits without a sign. */
    private long plain() {
        int first = bytes[position++];
        if (first >= 0) {
            return first;
        }
        int second = bytes[position];
        if (second >= 0) {
            position++;
            return (first & 0x7F) | second << 7;
        }
        return position + Long.BYTES < bytes.length ? eight(position - 1) : oneByOne(first);
    }

    /** Takes the seven bits of up to eight bytes at once, as times are: six. */
    private long eight(int from) {
        long word = (long) LONGS.get(bytes, from);
        long ends = ~word & EVERY_EIGHTH_BIT;
        if (ends == 0) {
            return oneByOne(bytes[from]);
        }
        int unused = Long.SIZE - 1 - Long.numberOfTrailingZeros(ends);
        position = from + Long.BYTES - unused / Byte.SIZE;
        word = (word & ~EVERY_EIGHTH_BIT) << unused >>> unused;
        word = (word & 0x007F_007F_007F_007FL) | (word & 0x7F00_7F00_7F00_7F00L) >>> 1;
        word = (word & 0x0000_3FFF_0000_3FFFL) | (word & 0x3FFF_0000_3FFF_0000L) >>> 2;
        return (word & 0x0000_0000_0FFF_FFFFL) | (word & 0x0FFF_FFFF_0000_0000L) >>> 4;
    }

    private long oneByOne(int first) {
        long value = first & 0x7F;
        for (int shift = 7; shift < Long.SIZE; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (shift == LAST_SHIFT && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw new CodecException(where() + ": the number does not fit into 64 bits");
    }

    private long fixed() {
        expect(WireType.FIXED, "eight bytes");
        long value = (long) LONGS.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** A count of things that take a byte each at least, which must be there. */
    private int length(long count) {
        if (count < 0 || count > bytes.length - position) {
            throw new CodecException(
                    where() + ": " + Long.toUnsignedString(count) + " bytes or elements are claimed at byte " + position
                            + " of " + bytes.length + "; the body ends too early");
        }
        return (int) count;
    }

    private String utf8(int length) {
        int from = position;
        position += length;
        if (length > TextCache.MAX_BYTES) {
            return decodeUtf8(from, length);
        }
        String known = cache.find(bytes, from, length);
        if (known != null) {
            return known;
        }
        String text = decodeUtf8(from, length);
        cache.keep(bytes, from, length, text);
        return text;
    }

    private String decodeUtf8(int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // Java reads what is no UTF-8 as this character, which may as well have been written.
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            } catch (CharacterCodingException e) {
                throw new CodecException(where() + ": the text at byte " + from + " is no UTF-8", e);
            }
        }
        return text;
    }

    private String utf16(int units) {
        length(2L * units);
        char[] text = new char[units];
        for (int i = 0; i < units; i++) {
            text[i] = (char) ((bytes[position++] & 0xFF) | (bytes[position++] << 8));
        }
        return new String(text);
    }

    private String remember(String text) {
        if (WrittenTexts.remembers(text)) {
            texts[textCount++ & WrittenTexts.CAPACITY - 1] = text;
        }
        return text;
    }

    /** The text that stands that many texts back. */
    private String again(long back) {
        if (back > Math.min(textCount, WrittenTexts.CAPACITY)) {
            throw new CodecException(where() + ": no text stands " + back + " back, at byte " + position);
        }
        return texts[textCount - (int) back & WrittenTexts.CAPACITY - 1];
    }

    private void expect(int wanted, String what) {
        if (type != wanted) {
            throw new CodecException(where() + ": expected " + what + " at byte " + position);
        }
    }

    private String where() {
        if (field == Field.UNKNOWN) {
            return number == 0 ? "The body" : "Member " + number;
        }
        return "Member \"" + field.text() + "\"";
    }
}
