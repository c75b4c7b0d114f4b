package io.agentbridge.gateway.codec;

import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes objects as JSON for people and tools, without spaces and without loss. Nothing reads it back. Used by one thread. */
final class JsonObjectWriter implements ObjectWriter {
    private static final Map<Field, JsonName> NAMES = names();

    private final JsonOutput json = new JsonOutput(JsonOutput.HalfPair.ESCAPED);

    private static Map<Field, JsonName> names() {
        Map<Field, JsonName> names = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            names.put(field, JsonName.of(field.text()));
        }
        return names;
    }

    /** Forgets what was written. */
    void reset() {
        json.clear();
    }

    /** What was written. */
    String text() {
        return json.text();
    }

    /** Prints what was written as a line in UTF-8, whatever the stream's own charset. */
    void printLine(PrintStream stream) {
        json.writeTo(stream);
        stream.write('\n');
    }

    @Override
    public void begin() {
        json.beginObject();
    }

    @Override
    public void begin(Field field) {
        member(field);
        json.beginObject();
    }

    @Override
    public void end() {
        json.endObject();
    }

    @Override
    public void beginList(Field field, int size) {
        member(field);
        json.beginArray();
    }

    @Override
    public void endList() {
        json.endArray();
    }

    @Override
    public void text(Field field, String value) {
        member(field);
        json.value(value);
    }

    @Override
    public void uuid(Field field, long high, long low) {
        member(field);
        json.value(new UUID(high, low).toString());
    }

    @Override
    public void optionalTexts(Field field, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        beginList(field, values.size());
        for (String value : values) {
            json.value(value);
        }
        endList();
    }

    @Override
    public void number(Field field, long value) {
        member(field);
        json.value(value);
    }

    /** In the shortest form that reads back as the same. */
    @Override
    public void fraction(Field field, double value) {
        member(field);
        json.json(Double.toString(value));
    }

    @Override
    public void optionalFlag(Field field, boolean value) {
        if (value) {
            member(field);
            json.value(true);
        }
    }

    /** As text: most readers of JSON numbers keep 53 bits. */
    @Override
    public void optionalHash(Field field, long value) {
        if (value != 0) {
            member(field);
            json.hexadecimal(value);
        }
    }

    @Override
    public <E extends Enum<E>> void name(Field field, EnumCodes<E> codes, E value) {
        member(field);
        json.value(codes.of(value).name());
    }

    /** Writes a member's name; its value is to follow. */
    private void member(Field field) {
        JsonName name = NAMES.get(field);
        if (name == null) {
            throw new IllegalStateException(field + " has no name");
        }
        json.name(name);
    }
}
