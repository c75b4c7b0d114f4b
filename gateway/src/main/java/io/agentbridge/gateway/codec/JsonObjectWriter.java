package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import com.dslplatform.json.NumberConverter;
import com.dslplatform.json.SerializationException;
import java.util.List;
import java.util.UUID;

/** Writes objects as JSON for people and tools, without spaces. Nothing reads it back. Used by one thread. */
final class JsonObjectWriter implements ObjectWriter {
    private static final int INITIAL_BUFFER_BYTES = 4 << 10;
    private static final String HEX_DIGITS = "0123456789abcdef";

    private final JsonWriter json = new DslJson<>(new DslJson.Settings<>()).newWriter(INITIAL_BUFFER_BYTES);
    private boolean first = true;

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

    @Override
    public void begin() {
        separate();
        open();
    }

    @Override
    public void begin(Field field) {
        member(field);
        open();
    }

    private void open() {
        json.writeByte(JsonWriter.OBJECT_START);
        first = true;
    }

    @Override
    public void end() {
        json.writeByte(JsonWriter.OBJECT_END);
        first = false;
    }

    @Override
    public void beginList(Field field, int size) {
        member(field);
        json.writeByte(JsonWriter.ARRAY_START);
        first = true;
    }

    @Override
    public void endList() {
        json.writeByte(JsonWriter.ARRAY_END);
        first = false;
    }

    @Override
    public void text(Field field, String value) {
        member(field);
        string(value);
    }

    @Override
    public void uuid(Field field, long high, long low) {
        member(field);
        json.writeByte(JsonWriter.QUOTE);
        json.writeAscii(new UUID(high, low).toString());
        json.writeByte(JsonWriter.QUOTE);
    }

    @Override
    public void optionalTexts(Field field, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        beginList(field, values.size());
        for (String value : values) {
            separate();
            string(value);
        }
        endList();
    }

    @Override
    public void number(Field field, long value) {
        member(field);
        NumberConverter.serialize(value, json);
    }

    /** In the shortest form that reads back as the same. */
    @Override
    public void fraction(Field field, double value) {
        member(field);
        json.writeAscii(Double.toString(value));
    }

    @Override
    public void optionalFlag(Field field, boolean value) {
        if (value) {
            member(field);
            json.writeAscii("true");
        }
    }

    /** As text: most readers of JSON numbers keep 53 bits. */
    @Override
    public void optionalHash(Field field, long value) {
        if (value == 0) {
            return;
        }
        member(field);
        json.writeByte(JsonWriter.QUOTE);
        for (int shift = 60; shift >= 0; shift -= 4) {
            json.writeByte((byte) HEX_DIGITS.charAt((int) (value >>> shift) & 0xF));
        }
        json.writeByte(JsonWriter.QUOTE);
    }

    @Override
    public <E extends Enum<E>> void name(Field field, EnumCodes<E> codes, E value) {
        member(field);
        json.writeByte(JsonWriter.QUOTE);
        json.writeAscii(codes.of(value).name());
        json.writeByte(JsonWriter.QUOTE);
    }

    /** Writes a member's name; its value is to follow. */
    private void member(Field field) {
        separate();
        json.writeByte(JsonWriter.QUOTE);
        json.writeAscii(field.text());
        json.writeByte(JsonWriter.QUOTE);
        json.writeByte(JsonWriter.SEMI);
    }

    private void separate() {
        if (first) {
            first = false;
        } else {
            json.writeByte(JsonWriter.COMMA);
        }
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
