package io.agentbridge.gateway.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A body put together piece by piece, also such as no writer makes. */
final class BodyBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BodyBytes(int version) {
        bytes.write(version);
    }

    /** An input of the present version, as far as its type. */
    static BodyBytes of(RequestType type) {
        return new BodyBytes(Format.VERSION)
                .member(Field.REQUEST, WireType.NUMBER)
                .number(RequestCodec.TYPES.of(type).number());
    }

    /** The tag of a member. */
    BodyBytes member(Field field, int wireType) {
        return member(field.number(), wireType);
    }

    BodyBytes member(int number, int wireType) {
        return plain(((long) number << 3) | wireType);
    }

    BodyBytes number(long value) {
        return plain((value << 1) ^ (value >> 63));
    }

    BodyBytes text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        plain(2L * encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    /** The text that stands that many texts back. */
    BodyBytes again(int back) {
        return plain(2L * back + 1);
    }

    /** The header of a list. */
    BodyBytes list(int size, int elementType) {
        return plain(((long) size << 3) | elementType);
    }

    BodyBytes plain(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    BodyBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /** The body, with the end of its object. */
    byte[] end() {
        bytes.write(0);
        return unfinished();
    }

    byte[] unfinished() {
        return bytes.toByteArray();
    }
}
