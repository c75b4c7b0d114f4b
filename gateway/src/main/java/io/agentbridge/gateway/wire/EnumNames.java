package io.agentbridge.gateway.wire;

import io.agentbridge.gateway.json.JsonName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The wire's names of the constants of an enumeration: theirs, in lower case. */
final class EnumNames<E extends Enum<E>> {
    private final Map<String, E> byName = new HashMap<>();
    private final EnumMap<E, JsonName> names;

    /** @param values the constants that have names, one at least */
    EnumNames(E[] values) {
        names = new EnumMap<>(values[0].getDeclaringClass());
        for (E value : values) {
            String name = value.name().toLowerCase(Locale.ROOT);
            names.put(value, JsonName.value(name));
            byName.put(name, value);
        }
    }

    /** The constant's name as a value. */
    JsonName encoded(E value) {
        JsonName name = names.get(value);
        if (name == null) {
            throw new IllegalStateException(value + " has no name on the wire");
        }
        return name;
    }

    /** The constant of this name. */
    Optional<E> constant(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All constants, in their order. */
    Set<E> constants() {
        return names.keySet();
    }

    /** All names, for messages. */
    String all() {
        return names.values().stream().map(JsonName::text).collect(Collectors.joining(", "));
    }
}
