package io.agentbridge.gateway.wire;

import io.agentbridge.gateway.json.JsonArray;
import io.agentbridge.gateway.json.JsonException;
import io.agentbridge.gateway.json.JsonKind;
import io.agentbridge.gateway.json.JsonObject;
import io.agentbridge.gateway.json.JsonSlices;
import java.util.ArrayList;
import java.util.List;

/**
 * Typed access to the members of an object of a message. A null counts as absent, because clients write one for what they do not
 * set. Each error names the member. Reused from object to object; for one thread.
 */
final class Members {
    /** Where other programs begin to lose digits. */
    static final long LARGEST_NUMBER = 1L << 53;

    private static final int MOST_MEMBERS = 1_024;
    private static final byte[] NO_DATA = {};

    private final JsonObject object = new JsonObject(MOST_MEMBERS);
    private byte[] data = NO_DATA;
    private String path = "";

    /** Points this at the object from {@code start} to {@code end}; {@code path} leads to it, for messages. */
    void read(byte[] bytes, int start, int end, String path) throws InvalidMessageException {
        this.data = bytes;
        this.path = path;
        try {
            object.read(bytes, start, end);
        } catch (JsonException e) {
            throw new InvalidMessageException(e.reason());
        }
    }

    /** Points {@code inner} at the object that is a member; false if it is absent. */
    boolean readObject(String name, Members inner) throws InvalidMessageException {
        int member = optional(name, JsonKind.OBJECT, "an object");
        if (member == JsonObject.NONE) {
            return false;
        }
        inner.read(data, object.start(member), object.end(member), path + name + '.');
        return true;
    }

    void clear() {
        object.clear();
        data = NO_DATA;
    }

    JsonObject object() {
        return object;
    }

    boolean has(String name) {
        return find(name) != JsonObject.NONE;
    }

    /** Whether the member is there and of this kind. */
    boolean is(String name, JsonKind kind) {
        int member = find(name);
        return member != JsonObject.NONE && object.kind(member) == kind;
    }

    /** A text that must be there and must not be empty. */
    String required(String name, int maxChars) throws InvalidMessageException {
        String text = requiredText(name);
        if (text.isEmpty()) {
            throw new InvalidMessageException(path + name + " must not be empty");
        }
        return bounded(name, text, maxChars);
    }

    /** A text that must be there, of any length. */
    String requiredText(String name) throws InvalidMessageException {
        int member = find(name);
        if (member == JsonObject.NONE) {
            throw new InvalidMessageException(path + name + " is missing");
        }
        return text(member, name);
    }

    /** A text that may be absent. */
    String string(String name, int maxChars, String absent) throws InvalidMessageException {
        int member = find(name);
        return member == JsonObject.NONE ? absent : bounded(name, text(member, name), maxChars);
    }

    private String text(int member, String name) throws InvalidMessageException {
        if (object.kind(member) != JsonKind.STRING) {
            throw wrongKind(name, "a string");
        }
        return JsonSlices.string(data, object.start(member), object.end(member));
    }

    private String bounded(String name, String text, int maxChars) throws InvalidMessageException {
        if (text.length() > maxChars) {
            throw new InvalidMessageException(path + name + " is longer than " + maxChars + " characters");
        }
        return text;
    }

    /** A whole number that may be absent. */
    long wholeNumber(String name, long least, long most, long absent) throws InvalidMessageException {
        int member = optional(name, JsonKind.NUMBER, "a number");
        if (member == JsonObject.NONE) {
            return absent;
        }
        try {
            long value = JsonSlices.wholeNumber(data, object.start(member), object.end(member));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (JsonException e) {
            // Told with the range below.
        }
        throw new InvalidMessageException(path + name + " must be a whole number from " + least + " to " + most);
    }

    /** An amount, not negative, in millionths; 0 if it is absent. */
    long millionths(String name) throws InvalidMessageException {
        int member = optional(name, JsonKind.NUMBER, "a number");
        if (member == JsonObject.NONE) {
            return 0;
        }
        double value = JsonSlices.number(data, object.start(member), object.end(member));
        if (value < 0 || value > 1e9) {
            throw new InvalidMessageException(path + name + " must be from 0 to 1000000000");
        }
        return Math.round(value * 1e6);
    }

    /** A boolean that may be absent. */
    boolean isBooleanOrAbsent(String name) throws InvalidMessageException {
        return optional(name, JsonKind.BOOLEAN, "true or false") != JsonObject.NONE;
    }

    /** An object as compact text, empty if it is absent. */
    String objectText(String name) throws InvalidMessageException {
        int member = optional(name, JsonKind.OBJECT, "an object");
        return member == JsonObject.NONE ? "" : compact(member);
    }

    /** A number as it was sent; it must be there. */
    String requiredNumber(String name) throws InvalidMessageException {
        int member = optional(name, JsonKind.NUMBER, "a number");
        if (member == JsonObject.NONE) {
            throw new InvalidMessageException(path + name + " is missing");
        }
        return compact(member);
    }

    /** Any value as compact text, empty if it is absent. */
    String valueText(String name) {
        int member = find(name);
        return member == JsonObject.NONE ? "" : compact(member);
    }

    /** Any value but an object or array, as it was sent, empty if it is absent. */
    String scalar(String name, int maxBytes) throws InvalidMessageException {
        int member = find(name);
        if (member == JsonObject.NONE) {
            return "";
        }
        JsonKind kind = object.kind(member);
        if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY || object.end(member) - object.start(member) > maxBytes) {
            throw new InvalidMessageException(
                    path + name + " must be a string or number of at most " + maxBytes + " bytes");
        }
        return compact(member);
    }

    /** Texts, none if they are absent. */
    List<String> strings(String name, int maxItems, int maxChars) throws InvalidMessageException {
        int member = optional(name, JsonKind.ARRAY, "an array of strings");
        if (member == JsonObject.NONE) {
            return List.of();
        }
        JsonArray items = new JsonArray(data, object.start(member), object.end(member));
        List<String> texts = new ArrayList<>();
        while (items.next()) {
            if (items.kind() != JsonKind.STRING) {
                throw wrongKind(name, "an array of strings");
            }
            if (texts.size() == maxItems) {
                throw new InvalidMessageException(path + name + " has more than " + maxItems + " items");
            }
            texts.add(bounded(name, JsonSlices.string(data, items.start(), items.end()), maxChars));
        }
        return texts;
    }

    /** One of the constants, whose names are the wire's. */
    <E extends Enum<E>> E constant(String name, EnumNames<E> names, E absent) throws InvalidMessageException {
        int member = find(name);
        return member == JsonObject.NONE ? absent : constant(names, text(member, name), name);
    }

    /** One of the constants, whose names are the wire's; it must be there. */
    <E extends Enum<E>> E requiredConstant(String name, EnumNames<E> names) throws InvalidMessageException {
        return constant(names, requiredText(name), name);
    }

    private <E extends Enum<E>> E constant(EnumNames<E> names, String text, String name)
            throws InvalidMessageException {
        return names.constant(text)
                .orElseThrow(() -> new InvalidMessageException(path + name + " must be one of " + names.all()));
    }

    /** The member's text without white space. */
    String compact(int member) {
        return JsonSlices.compact(data, object.start(member), object.end(member));
    }

    private int find(String name) {
        int member = object.find(name);
        return member != JsonObject.NONE && object.kind(member) == JsonKind.NULL ? JsonObject.NONE : member;
    }

    private int optional(String name, JsonKind kind, String article) throws InvalidMessageException {
        int member = find(name);
        if (member != JsonObject.NONE && object.kind(member) != kind) {
            throw wrongKind(name, article);
        }
        return member;
    }

    private InvalidMessageException wrongKind(String name, String expected) {
        return new InvalidMessageException(path + name + " must be " + expected);
    }
}
