package io.agentbridge.agents.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as read. A member that is absent or of another kind reads as empty, zero or false: no reading ever fails. */
public final class JsonObject {
    /** Without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Map<?, ?> members;

    JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /** Whether there is such a member, null included. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The names of its members. */
    public List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    /** Whether it is text. */
    public boolean isText(String name) {
        return members.get(name) instanceof String;
    }

    /** The text, or empty. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    /** The whole number, or 0. */
    public long number(String name) {
        return scaled(name, 0);
    }

    /** The number times 10 to the power of {@code digits}, rounded, or 0. */
    public long scaled(String name, int digits) {
        BigDecimal number =
                switch (members.get(name)) {
                    case Long whole -> BigDecimal.valueOf(whole);
                    case BigDecimal decimal -> decimal;
                    case null, default -> BigDecimal.ZERO;
                };
        // A tiny literal may stand for a number with a billion digits.
        if (number.precision() - number.scale() > 18 || number.scale() > 1_000) {
            return number.abs().compareTo(BigDecimal.ONE) < 0 ? 0 : number.signum() * LARGEST.longValue();
        }
        BigDecimal shifted = number.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
        return shifted.abs().compareTo(LARGEST) > 0 ? shifted.signum() * LARGEST.longValue() : shifted.longValueExact();
    }

    /** Whether it is true. */
    public boolean isTrue(String name) {
        return members.get(name) instanceof Boolean value && value;
    }

    /** The object, or an empty one. */
    public JsonObject object(String name) {
        return members.get(name) instanceof Map<?, ?> map ? new JsonObject(map) : EMPTY;
    }

    /** The objects in the list; what is no object is left out. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> map) {
                    objects.add(new JsonObject(map));
                }
            }
        }
        return objects;
    }

    /** The texts in the list; what is no text is left out. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** The member as read, for {@link JsonText}; null if it is absent. */
    public @Nullable Object raw(String name) {
        return members.get(name);
    }

    /** The same with one member set. */
    public JsonObject with(String name, Object value) {
        Map<Object, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return new JsonObject(changed);
    }

    /** All members as read, for {@link JsonText}. */
    Map<?, ?> members() {
        return members;
    }
}
