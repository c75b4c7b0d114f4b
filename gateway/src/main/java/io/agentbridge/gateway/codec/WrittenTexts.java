package io.agentbridge.gateway.codec;

/**
 * The newest texts of the body being written, so that a text that comes again (an id, a principal) is written as how far back it stands.
 * What is found depends on the body alone, not on what was written before it.
 */
final class WrittenTexts {
    /** How many texts back one can be named again; a power of two. */
    static final int CAPACITY = 256;

    /** Shorter ones are not worth it, and longer ones seldom come again. */
    private static final int MIN_LENGTH = 3;

    private static final int MAX_LENGTH = 128;

    /** A power of two, several times the capacity. */
    private static final int SLOTS = 1024;

    private final String[] texts = new String[CAPACITY];
    /** Where the newest text of a hash stands, counted over all bodies; one hash gives way to the next. */
    private final long[] places = new long[SLOTS];

    private long first = 1;
    private long next = 1;

    /** Whether writer and reader remember a text. */
    static boolean remembers(String text) {
        return text.length() >= MIN_LENGTH && text.length() <= MAX_LENGTH;
    }

    /** Forgets all texts. */
    void clear() {
        first = next;
    }

    /** How many texts back this one stands, from 1; or 0 if it does not, and is remembered now if it is such that are. */
    int find(String text) {
        if (!remembers(text)) {
            return 0;
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        long place = places[slot];
        if (place >= first && next - place <= CAPACITY && texts[(int) place & CAPACITY - 1].equals(text)) {
            return (int) (next - place);
        }
        places[slot] = next;
        texts[(int) next & CAPACITY - 1] = text;
        next++;
        return 0;
    }
}
