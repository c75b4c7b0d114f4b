package io.agentbridge.gateway.codec;

import com.dslplatform.json.JsonReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The written names of an enum's constants: their own in lower case. */
final class EnumNames<E extends Enum<E>> {
    private final List<E> values;
    private final Map<E, String> names;

    private EnumNames(E[] values) {
        this.values = List.of(values);
        this.names = new EnumMap<>(values[0].getDeclaringClass());
        for (E value : values) {
            names.put(value, value.name().toLowerCase(Locale.ROOT));
        }
    }

    /** The names of {@code values}, which are all the constants there are. */
    static <E extends Enum<E>> EnumNames<E> of(E[] values) {
        return new EnumNames<>(values);
    }

    String of(E value) {
        String name = names.get(value);
        if (name == null) {
            throw new IllegalStateException(value + " has no name");
        }
        return name;
    }

    /** The constant whose name {@code json} has just scanned. */
    Optional<E> find(JsonReader<?> json) {
        for (int i = 0; i < values.size(); i++) {
            E value = values.get(i);
            if (json.wasLastName(of(value))) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
