package io.agentbridge.engine.model;

/**
 * A text of any size that a user or an agent wrote, or a JSON value as text. Large ones are kept once in the blob store, and the
 * engine sees their name only; it never reads either kind.
 */
public sealed interface Body {
    /** A body held in place. */
    record Inline(String text) implements Body {
        private static final Inline EMPTY = new Inline("");

        @Override
        public long bytes() {
            return text.length();
        }
    }

    /**
     * A body in the blob store.
     *
     * @param hash SHA-256 of the UTF-8 bytes, lower-case hexadecimal
     * @param bytes length of the UTF-8 bytes
     * @param preview the first characters
     */
    record Stored(String hash, long bytes, String preview) implements Body {}

    /** The size to account for, in bytes (an inline text counts its characters). */
    long bytes();

    /** The empty body. */
    static Body none() {
        return Inline.EMPTY;
    }

    /** A body that holds {@code text} in place. */
    static Body of(String text) {
        return text.isEmpty() ? none() : new Inline(text);
    }

    /** Whether there is nothing in it. */
    default boolean isEmpty() {
        return bytes() == 0;
    }
}
