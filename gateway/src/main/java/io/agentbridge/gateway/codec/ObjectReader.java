package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects member by member: {@link #begin}, then {@link #next} until it says no, each time taking {@link #name} and
 * the value by one of the other methods.
 *
 * <p>What is refused by name is a {@link CodecException}; what is no JSON at all surfaces as the IOException or
 * IndexOutOfBoundsException of the JSON library, and {@link #decode} makes a CodecException of it.
 */
final class ObjectReader {
    /** Nesting of what is skipped. */
    private static final int MAX_DEPTH = 64;

    private final JsonReader<Object> json;
    private byte[] bytes = new byte[0];
    private String name = "";
    private final MemberNames names = new MemberNames();

    ObjectReader() {
        json = new DslJson<>(new DslJson.Settings<>()).newReader(new byte[0]);
    }

    /** What is read by {@link #decode}. */
    interface Decoder<T> {
        T decode(ObjectReader in) throws IOException;
    }

    /** Reads {@code encoded}, which must be one value that {@code decoder} takes whole. */
    <T> T decode(byte[] encoded, Decoder<T> decoder) {
        bytes = encoded;
        name = "";
        try {
            json.process(encoded, encoded.length);
            json.getNextToken();
            T value = decoder.decode(this);
            if (json.getCurrentIndex() != encoded.length) {
                throw new CodecException("There is something after the end, at byte " + json.getCurrentIndex() + " of "
                        + encoded.length);
            }
            return value;
        } catch (IOException e) {
            throw new CodecException(where() + ": " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException e) {
            throw new CodecException(where() + ": the JSON ends too early", e);
        } finally {
            bytes = new byte[0];
        }
    }

    /** Enters the object that is the present value. */
    void begin() {
        if (json.last() != '{') {
            throw unexpected("an object");
        }
    }

    /** Goes to the next member of the object; false at its end. */
    boolean next() throws IOException {
        boolean opened = json.last() == '{';
        byte token = json.getNextToken();
        if (token == '}') {
            return false;
        }
        if (!opened) {
            if (token != ',') {
                throw unexpected("a comma or the end of the object");
            }
            json.getNextToken();
        }
        name = names.next(json, bytes);
        return true;
    }

    /** The member's name. */
    String name() {
        return name;
    }

    /** Enters the array that is the present value. */
    void beginList() {
        if (json.last() != '[') {
            throw unexpected("an array");
        }
    }

    /** Goes to the next element of the array; false at its end. */
    boolean nextElement() throws IOException {
        boolean opened = json.last() == '[';
        byte token = json.getNextToken();
        if (token == ']') {
            return false;
        }
        if (!opened) {
            if (token != ',') {
                throw unexpected("a comma or the end of the array");
            }
            json.getNextToken();
        }
        return true;
    }

    boolean isText() {
        return json.last() == '"';
    }

    String text() throws IOException {
        if (!isText()) {
            throw unexpected("a text");
        }
        return json.readString();
    }

    List<String> texts() throws IOException {
        return list(ObjectReader::text);
    }

    <T> List<T> list(Decoder<T> decoder) throws IOException {
        List<T> values = new ArrayList<>();
        beginList();
        while (nextElement()) {
            values.add(decoder.decode(this));
        }
        return values;
    }

    int integer() throws IOException {
        long value = number();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new CodecException(where() + ": " + value + " does not fit into 32 bits");
        }
        return (int) value;
    }

    long number() throws IOException {
        int index = json.scanNumber();
        int end = json.getCurrentIndex();
        boolean negative = bytes[index] == '-';
        if (negative) {
            index++;
        }
        if (index == end) {
            throw unexpected("a whole number");
        }
        // Below zero, for there is one more number on that side.
        long value = 0;
        for (; index < end; index++) {
            int digit = bytes[index] - '0';
            if (digit < 0 || digit > 9) {
                throw unexpected("a whole number");
            }
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw new CodecException(where() + ": the number does not fit into 64 bits");
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new CodecException(where() + ": the number does not fit into 64 bits");
        }
        return negative ? value : -value;
    }

    double fraction() throws IOException {
        int start = json.scanNumber();
        String text = new String(bytes, start, json.getCurrentIndex() - start, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw unexpected("a number");
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CodecException(where() + ": \"" + text + "\" is not a number", e);
        }
    }

    boolean flag() throws IOException {
        if (json.wasTrue()) {
            return true;
        }
        if (json.wasFalse()) {
            return false;
        }
        throw unexpected("true or false");
    }

    long hash() throws IOException {
        String text = text();
        try {
            return HexFormat.fromHexDigitsToLong(text);
        } catch (IllegalArgumentException e) {
            throw new CodecException(where() + ": \"" + text + "\" is not a 64-bit hash in hexadecimal", e);
        }
    }

    <E extends Enum<E>> E name(EnumNames<E> names) throws IOException {
        scanName();
        return find(names).orElseThrow(this::unknownName);
    }

    /** The type of the object just entered, which its first member must tell. */
    <E extends Enum<E>> E type(EnumNames<E> names) throws IOException {
        enterType();
        return find(names).orElseThrow(this::unknownName);
    }

    /** Goes to the first member of the object just entered, which must be its type; {@link #find} then tells which. */
    void enterType() throws IOException {
        if (!next() || !name.equals("type")) {
            throw new CodecException(where() + ": the first member must be \"type\"");
        }
        scanName();
    }

    /** The constant of the name just scanned, or empty if {@code names} has no such. */
    <E extends Enum<E>> Optional<E> find(EnumNames<E> names) {
        return names.find(json);
    }

    /** To be thrown when {@link #find} found none. */
    CodecException unknownName() {
        try {
            return new CodecException(where() + ": \"" + json.getLastName()
                    + "\" is not known; it was written by a later version, or is damaged");
        } catch (IOException e) {
            return new CodecException(where() + ": the name cannot be read", e);
        }
    }

    private void scanName() throws IOException {
        if (!isText()) {
            throw unexpected("a text");
        }
        json.calcHash();
    }

    /** Passes over the present value. */
    void skip() throws IOException {
        skip(0);
    }

    private void skip(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new CodecException(where() + ": nested deeper than " + MAX_DEPTH);
        }
        switch (json.last()) {
            case '"' -> json.calcHash();
            case '{' -> {
                while (next()) {
                    skip(depth + 1);
                }
            }
            case '[' -> {
                while (nextElement()) {
                    skip(depth + 1);
                }
            }
            case 't', 'f' -> flag();
            case 'n' -> {
                if (!json.wasNull()) {
                    throw unexpected("null");
                }
            }
            default -> fraction();
        }
    }

    /** {@code value}, which must have been there. */
    <T> T require(String member, @Nullable T value) {
        if (value == null) {
            throw new CodecException("Member \"" + member + "\" is missing, at byte " + json.getCurrentIndex());
        }
        return value;
    }

    private CodecException unexpected(String wanted) {
        return new CodecException(where() + ": expected " + wanted + " at byte " + json.getCurrentIndex());
    }

    private String where() {
        return name.isEmpty() ? "The value" : "Member \"" + name + "\"";
    }
}
