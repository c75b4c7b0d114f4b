package io.agentbridge.gateway.codec;

import com.dslplatform.json.JsonWriter;
import com.dslplatform.json.NumberConverter;
import com.dslplatform.json.SerializationException;
import java.util.List;

/** Writes JSON objects member by member, without spaces. An {@code optional} member is left out when it has its default. */
final class ObjectWriter {
    private static final String HEX_DIGITS = "0123456789abcdef";

    private final JsonWriter json;
    private boolean first = true;

    ObjectWriter(JsonWriter json) {
        this.json = json;
    }

    /** Forgets what was written. */
    void reset() {
        json.reset();
        first = true;
    }

    byte[] bytes() {
        return json.getByteBuffer();
    }

    int length() {
        return json.size();
    }

    byte[] toByteArray() {
        return json.toByteArray();
    }

    void begin() {
        json.writeByte(JsonWriter.OBJECT_START);
        first = true;
    }

    void end() {
        json.writeByte(JsonWriter.OBJECT_END);
        first = false;
    }

    /** Begins the object that is the value of a member. */
    void begin(String name) {
        member(name);
        begin();
    }

    /** Begins the array that is the value of a member. */
    void beginList(String name) {
        member(name);
        json.writeByte(JsonWriter.ARRAY_START);
        first = true;
    }

    /** To be called before each element of an array. */
    void element() {
        if (first) {
            first = false;
        } else {
            json.writeByte(JsonWriter.COMMA);
        }
    }

    void endList() {
        json.writeByte(JsonWriter.ARRAY_END);
        first = false;
    }

    void text(String name, String value) {
        member(name);
        string(value);
    }

    void optionalText(String name, String value) {
        if (!value.isEmpty()) {
            text(name, value);
        }
    }

    void optionalTexts(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        beginList(name);
        for (int i = 0; i < values.size(); i++) {
            element();
            string(values.get(i));
        }
        endList();
    }

    void number(String name, long value) {
        member(name);
        NumberConverter.serialize(value, json);
    }

    void optionalNumber(String name, long value) {
        optionalNumber(name, value, 0);
    }

    void optionalNumber(String name, long value, long defaultValue) {
        if (value != defaultValue) {
            number(name, value);
        }
    }

    /** A number with a fraction, in the shortest form that reads back as the same. */
    void optionalFraction(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(name + " is " + value + ", which no JSON number is");
        }
        // By its bits, for -0.0 is not the default.
        if (Double.doubleToRawLongBits(value) != 0) {
            member(name);
            json.writeAscii(Double.toString(value));
        }
    }

    void optionalFlag(String name, boolean value) {
        if (value) {
            member(name);
            json.writeAscii("true");
        }
    }

    /** A 64-bit hash, as text: most readers of JSON numbers keep 53 bits. */
    void optionalHash(String name, long value) {
        if (value == 0) {
            return;
        }
        member(name);
        json.writeByte(JsonWriter.QUOTE);
        for (int shift = 60; shift >= 0; shift -= 4) {
            json.writeByte((byte) HEX_DIGITS.charAt((int) (value >>> shift) & 0xF));
        }
        json.writeByte(JsonWriter.QUOTE);
    }

    <E extends Enum<E>> void name(String name, EnumNames<E> names, E value) {
        member(name);
        json.writeByte(JsonWriter.QUOTE);
        json.writeAscii(names.of(value));
        json.writeByte(JsonWriter.QUOTE);
    }

    <E extends Enum<E>> void optionalName(String name, EnumNames<E> names, E value, E defaultValue) {
        if (value != defaultValue) {
            name(name, names, value);
        }
    }

    /** Writes a member's name; its value is to follow. */
    void member(String name) {
        element();
        json.writeByte(JsonWriter.QUOTE);
        json.writeAscii(name);
        json.writeByte(JsonWriter.QUOTE);
        json.writeByte(JsonWriter.SEMI);
    }

    private void string(String value) {
        try {
            json.writeString(value);
        } catch (SerializationException e) {
            // Half a surrogate pair, as JSON's escapes allow it or a cut leaves it; nothing of the text was written.
            escaped(value);
        }
    }

    private void escaped(String value) {
        json.writeByte(JsonWriter.QUOTE);
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            json.writeAscii("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                json.writeByte((byte) HEX_DIGITS.charAt(unit >>> shift & 0xF));
            }
        }
        json.writeByte(JsonWriter.QUOTE);
    }
}
