package io.agentbridge.engine;

import java.util.Arrays;

/**
 * Accepted requests side by side, a column for each thing known of them: a hundred thousand of them are eight arrays to the garbage
 * collector, and are copied as such.
 */
final class RequestColumns {
    private final String[] principals;
    /** The ids' {@link RequestId#text}. */
    private final String[] texts;

    private final long[] highs;
    private final long[] lows;
    private final long[] contentHashes;
    private final long[] acceptedAt;
    private final long[] answeredAt;

    RequestColumns(int capacity) {
        principals = new String[capacity];
        texts = new String[capacity];
        highs = new long[capacity];
        lows = new long[capacity];
        contentHashes = new long[capacity];
        acceptedAt = new long[capacity];
        answeredAt = new long[capacity];
    }

    int capacity() {
        return highs.length;
    }

    void set(int place, String principal, RequestId id, long contentHash, long accepted, long answered) {
        set(place, principal, id.high(), id.low(), id.text(), contentHash, accepted, answered);
    }

    void set(
            int place,
            String principal,
            long high,
            long low,
            String text,
            long contentHash,
            long accepted,
            long answered) {
        principals[place] = principal;
        texts[place] = text;
        highs[place] = high;
        lows[place] = low;
        contentHashes[place] = contentHash;
        acceptedAt[place] = accepted;
        answeredAt[place] = answered;
    }

    void answer(int place, long contentHash, long accepted, long answered) {
        contentHashes[place] = contentHash;
        acceptedAt[place] = accepted;
        answeredAt[place] = answered;
    }

    /** Copies requests that lie side by side. */
    void copy(RequestColumns from, int place, int to, int count) {
        System.arraycopy(from.principals, place, principals, to, count);
        System.arraycopy(from.texts, place, texts, to, count);
        System.arraycopy(from.highs, place, highs, to, count);
        System.arraycopy(from.lows, place, lows, to, count);
        System.arraycopy(from.contentHashes, place, contentHashes, to, count);
        System.arraycopy(from.acceptedAt, place, acceptedAt, to, count);
        System.arraycopy(from.answeredAt, place, answeredAt, to, count);
    }

    /** Whether a place holds the request of that name. */
    boolean is(int place, String principal, long high, long low, String text) {
        return lows[place] == low
                && highs[place] == high
                && principals[place].equals(principal)
                && texts[place].equals(text);
    }

    String principal(int place) {
        return principals[place];
    }

    String text(int place) {
        return texts[place];
    }

    long high(int place) {
        return highs[place];
    }

    long low(int place) {
        return lows[place];
    }

    long contentHash(int place) {
        return contentHashes[place];
    }

    long acceptedAt(int place) {
        return acceptedAt[place];
    }

    long answeredAt(int place) {
        return answeredAt[place];
    }

    /** By all that is known, which is no request where the place was never set. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RequestColumns that
                && Arrays.equals(principals, that.principals)
                && Arrays.equals(texts, that.texts)
                && Arrays.equals(highs, that.highs)
                && Arrays.equals(lows, that.lows)
                && Arrays.equals(contentHashes, that.contentHashes)
                && Arrays.equals(acceptedAt, that.acceptedAt)
                && Arrays.equals(answeredAt, that.answeredAt);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lows) + Arrays.hashCode(answeredAt);
    }
}
