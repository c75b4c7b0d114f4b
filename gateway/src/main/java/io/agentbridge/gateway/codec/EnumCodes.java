package io.agentbridge.gateway.codec;

import io.agentbridge.gateway.json.JsonName;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the constants of an enum are written: in a record by their place from 0, for people by their own names in lower case. So a
 * constant never moves and never goes, and another one comes last; the examples of the format hold both.
 */
final class EnumCodes<E extends Enum<E>> {
    private final List<E> values;
    private final Map<E, Code> codes;

    /** How a constant is written. */
    record Code(int number, JsonName name) {}

    private EnumCodes(E[] values) {
        this.values = List.of(values);
        this.codes = new EnumMap<>(values[0].getDeclaringClass());
        for (E value : values) {
            codes.put(value, new Code(codes.size(), JsonName.value(value.name().toLowerCase(Locale.ROOT))));
        }
    }

    /** The codes of {@code values}, which are all the constants there are. */
    static <E extends Enum<E>> EnumCodes<E> of(E[] values) {
        return new EnumCodes<>(values);
    }

    Code of(E value) {
        Code code = codes.get(value);
        if (code == null) {
            throw new IllegalStateException(value + " has no code");
        }
        return code;
    }

    /** The constant of a number, null if there is none. */
    @Nullable
    E find(long number) {
        return number >= 0 && number < values.size() ? values.get((int) number) : null;
    }
}
