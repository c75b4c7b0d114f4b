package io.agentbridge.client.model;

import java.util.Locale;

/** The protocol's words for constants. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E find(E[] constants, String word, E otherwise) {
        for (E constant : constants) {
            if (of(constant).equals(word)) {
                return constant;
            }
        }
        return otherwise;
    }
}
