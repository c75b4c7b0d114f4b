package io.agentbridge.client.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object. Its values are {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link List},
 * {@link JsonObject}, or null. A reader that finds another kind than it asks for throws {@link JsonException}; so does one that asks for
 * what is absent, unless it returns an {@link Optional} or a list. Null reads as absent.
 */
public final class JsonObject {
    /** Without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> members;

    private JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * The object with these members, which are copied.
     *
     * @throws IllegalArgumentException for what JSON cannot say: other classes, NaN, infinities, or nesting deeper than 128
     */
    public static JsonObject of(Map<String, ?> members) {
        return (JsonObject) JsonValues.objectOf(members, 1);
    }

    /** Takes over members that are JSON values already. */
    static JsonObject owning(Map<String, @Nullable Object> members) {
        return new JsonObject(Collections.unmodifiableMap(members));
    }

    /**
     * Reads one object, and nothing but one.
     *
     * @throws JsonException if that is not what the text is, or it is nested deeper than 128
     */
    public static JsonObject parse(String text) {
        return new JsonReader(text).read();
    }

    /** The same with one member set, in its old place if it was there; O(members). The value is one that {@link #of} takes, or null. */
    public JsonObject with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
        changed.put(name, JsonValues.of(value, 1));
        return owning(changed);
    }

    /** The same with one member set, if there is a value. */
    public JsonObject with(String name, Optional<?> value) {
        return value.isPresent() ? with(name, value.get()) : this;
    }

    /** All members, in their order. */
    public Map<String, @Nullable Object> members() {
        return members;
    }

    /** Whether there is such a member and it is not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** A member of any kind; empty if it is absent or null. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** Text. */
    public String text(String name) {
        return required(name, String.class);
    }

    /** Text, if there is one. */
    public Optional<String> optionalText(String name) {
        return optional(name, String.class);
    }

    /** A whole number. */
    public long whole(String name) {
        return required(name, Long.class);
    }

    /** A whole number, if there is one. */
    public Optional<Long> optionalWhole(String name) {
        return optional(name, Long.class);
    }

    /** A number. */
    public double decimal(String name) {
        return required(name, Number.class).doubleValue();
    }

    /** A number, if there is one. */
    public Optional<Double> optionalDecimal(String name) {
        return optional(name, Number.class).map(Number::doubleValue);
    }

    /** Whether it is true; what is absent is false. */
    public boolean isTrue(String name) {
        return optional(name, Boolean.class).orElse(false);
    }

    /** An object. */
    public JsonObject object(String name) {
        return required(name, JsonObject.class);
    }

    /** An object, if there is one. */
    public Optional<JsonObject> optionalObject(String name) {
        return optional(name, JsonObject.class);
    }

    /** A list of anything without its nulls; empty if it is absent. */
    public List<Object> list(String name) {
        return listOf(name, Object.class);
    }

    /** A list of objects; empty if it is absent. */
    public List<JsonObject> objects(String name) {
        return listOf(name, JsonObject.class);
    }

    /** A list of texts; empty if it is absent. */
    public List<String> texts(String name) {
        return listOf(name, String.class);
    }

    private <T> List<T> listOf(String name, Class<T> kind) {
        List<T> items = new ArrayList<>();
        for (Object item : optional(name, List.class).orElse(List.of())) {
            if (item != null) {
                items.add(cast(name, item, kind));
            }
        }
        return List.copyOf(items);
    }

    private <T> T required(String name, Class<T> kind) {
        return optional(name, kind).orElseThrow(() -> new JsonException("\"" + name + "\" is missing"));
    }

    private <T> Optional<T> optional(String name, Class<T> kind) {
        Object value = members.get(name);
        return value == null ? Optional.empty() : Optional.of(cast(name, value, kind));
    }

    private static <T> T cast(String name, Object value, Class<T> kind) {
        if (!kind.isInstance(value)) {
            throw new JsonException(
                    "\"" + name + "\" is a " + value.getClass().getSimpleName() + ", not a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The object as JSON on one line, with its members in their order. */
    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
