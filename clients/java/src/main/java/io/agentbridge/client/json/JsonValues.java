package io.agentbridge.client.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes JSON values of what programs have. */
final class JsonValues {
    static final int MAX_DEPTH = 128;

    private JsonValues() {}

    static @Nullable Object of(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH);
        }
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case JsonObject object -> object;
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Byte whole -> whole.longValue();
            case BigInteger whole ->
                whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : finite(whole.doubleValue());
            case Double decimal -> finite(decimal);
            case Float decimal -> finite(Double.parseDouble(decimal.toString()));
            case BigDecimal decimal -> finite(decimal.doubleValue());
            case Optional<?> optional -> of(optional.orElse(null), depth);
            case Map<?, ?> map -> objectOf(map, depth);
            case Iterable<?> items -> listOf(items, depth);
            default -> throw new IllegalArgumentException("JSON has no form for " + value.getClass());
        };
    }

    static Object objectOf(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException("the name of a member is text, not " + entry.getKey());
            }
            members.put(name, of(entry.getValue(), depth + 1));
        }
        return JsonObject.owning(members);
    }

    private static List<@Nullable Object> listOf(Iterable<?> items, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object item : items) {
            list.add(of(item, depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private static Double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no form for " + value);
        }
        return value;
    }
}
