package io.agentbridge.gateway.codec;

import java.util.List;

/**
 * Takes an object member by member: {@link #begin}, the members, {@link #end}. What is written for an object stands once, in its codec;
 * whether it becomes bytes of a record or JSON for people is the writer's. An {@code optional} member is left out when it has its
 * default.
 */
interface ObjectWriter {
    /** Begins an object that stands for itself or in a list. */
    void begin();

    /** Begins the object that is the value of a member. */
    void begin(Field field);

    void end();

    /** Begins the list of {@code size} objects that is the value of a member. */
    void beginList(Field field, int size);

    void endList();

    void text(Field field, String value);

    default void optionalText(Field field, String value) {
        if (!value.isEmpty()) {
            text(field, value);
        }
    }

    /** The text of a UUID, lower case, by its bits. */
    void uuid(Field field, long high, long low);

    void optionalTexts(Field field, List<String> values);

    void number(Field field, long value);

    default void optionalNumber(Field field, long value) {
        optionalNumber(field, value, 0);
    }

    default void optionalNumber(Field field, long value, long defaultValue) {
        if (value != defaultValue) {
            number(field, value);
        }
    }

    /** A finite number with a fraction, which reads back as the same. */
    void fraction(Field field, double value);

    default void optionalFraction(Field field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(field.text() + " is " + value + ", which is no finite number");
        }
        // By its bits, for -0.0 is not the default.
        if (Double.doubleToRawLongBits(value) != 0) {
            fraction(field, value);
        }
    }

    /** A member that is there when it is true. */
    void optionalFlag(Field field, boolean value);

    /** A 64-bit hash; 0 is the default. */
    void optionalHash(Field field, long value);

    <E extends Enum<E>> void name(Field field, EnumCodes<E> codes, E value);

    default <E extends Enum<E>> void optionalName(Field field, EnumCodes<E> codes, E value, E defaultValue) {
        if (value != defaultValue) {
            name(field, codes, value);
        }
    }
}
