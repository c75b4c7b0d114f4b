package io.agentbridge.gateway.codec;

import io.agentbridge.engine.AcceptedRequests;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes values of any record of the domain, component by component, so that a component that is added later is tested without
 * anybody remembering it.
 */
abstract class RecordValues {
    abstract String text(String component);

    abstract long number(String component);

    abstract int integer(String component);

    abstract double fraction(String component);

    abstract boolean flag(String component);

    abstract int listSize(String component);

    /** Which of {@code count} alternatives to take. */
    abstract int choice(int count);

    /** A value of a record, an enum, or of any record of a sealed interface. */
    <T> T value(Class<T> type) {
        return type.cast(value(type, ""));
    }

    /** A value of each record that is a {@code type}. */
    <T> List<T> valueOfEach(Class<T> type) {
        return records(type).map(record -> type.cast(record(record))).toList();
    }

    /** The records that a sealed interface permits, directly or not. */
    static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordValues::records)
                : Stream.of(type);
    }

    private Object value(Type type, String component) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            List<Object> values = new ArrayList<>();
            int size = listSize(component);
            for (int i = 0; i < size; i++) {
                values.add(value(list.getActualTypeArguments()[0], component));
            }
            return values;
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("No value is made of " + type);
        }
        if (plain == String.class) {
            return text(component);
        }
        if (plain == long.class) {
            return number(component);
        }
        if (plain == int.class) {
            return integer(component);
        }
        if (plain == double.class) {
            return fraction(component);
        }
        if (plain == boolean.class) {
            return flag(component);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[choice(constants.length)];
        }
        if (plain.isSealed()) {
            List<Class<?>> records = records(plain).toList();
            return record(records.get(choice(records.size())));
        }
        return plain == AcceptedRequests.class ? acceptedRequests(component) : record(plain);
    }

    /** No record, for there are many of them: columns. */
    private AcceptedRequests acceptedRequests(String component) {
        int size = listSize(component);
        AcceptedRequests.Builder requests = new AcceptedRequests.Builder(1);
        for (int i = 0; i < size; i++) {
            String id = i % 2 == 0
                    ? new UUID(number("requestId"), number("requestId")).toString()
                    : text("requestId") + "!";
            requests.add(text("principal"), id, number("contentHash"), number("acceptedAt"), number("answeredAt"));
        }
        return requests.build();
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> value(component.getGenericType(), component.getName()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("No value is made of " + type, e);
        }
    }
}
