package io.agentbridge.engine;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a request by its name. Each name has a bucket of eight places, each with half of the name's hash beside it, so that
 * a bucket tells by its own cache line, without a look at the requests, that a name is not there. What finds its bucket full goes to a
 * map. There are four times as many places in the buckets as requests, so that this is rare; and who chooses ids so that it is not gains
 * nothing, for that map is never worse than O(log n).
 */
final class RequestIndex {
    static final int NOT_FOUND = -1;
    private static final int BUCKET = 8;
    private static final int SPARENESS = 4;
    private static final long UPPER_HALF = 0xFFFF_FFFF_0000_0000L;

    private final RequestColumns requests;
    /** Half a hash above, a place + 1 below; 0 is free. */
    private final long[] buckets;

    private final int mask;
    private final Map<Name, Integer> crowded = new TreeMap<>();

    private record Name(String principal, long high, long low, String text) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int order = Long.compare(low, other.low);
            order = order != 0 ? order : Long.compare(high, other.high);
            order = order != 0 ? order : text.compareTo(other.text);
            return order != 0 ? order : principal.compareTo(other.principal);
        }
    }

    /** An index of what {@code requests}, whose capacity is a power of two, hold where it is told. */
    RequestIndex(RequestColumns requests) {
        this.requests = requests;
        this.buckets = new long[Math.max(BUCKET, Math.multiplyExact(SPARENESS, requests.capacity()))];
        this.mask = buckets.length - BUCKET;
    }

    int find(String principal, RequestId id) {
        long hash = hash(principal, id.high(), id.low());
        int from = (int) hash & mask;
        for (int i = from; i < from + BUCKET; i++) {
            long entry = buckets[i];
            if (((entry ^ hash) & UPPER_HALF) == 0 && entry != 0) {
                int place = (int) entry - 1;
                if (requests.is(place, principal, id.high(), id.low(), id.text())) {
                    return place;
                }
            }
        }
        @Nullable
        Integer place = crowded.isEmpty() ? null : crowded.get(new Name(principal, id.high(), id.low(), id.text()));
        return place == null ? NOT_FOUND : place;
    }

    /** Makes the request at a place known, which must not be yet. */
    void add(int place) {
        long hash = hash(place);
        int from = (int) hash & mask;
        for (int i = from; i < from + BUCKET; i++) {
            if (buckets[i] == 0) {
                buckets[i] = entry(hash, place);
                return;
            }
        }
        crowded.put(name(place), place);
    }

    /** Forgets the request at a place. */
    void remove(int place) {
        long hash = hash(place);
        int from = (int) hash & mask;
        long entry = entry(hash, place);
        for (int i = from; i < from + BUCKET; i++) {
            if (buckets[i] == entry) {
                buckets[i] = 0;
                return;
            }
        }
        if (crowded.remove(name(place)) == null) {
            throw new IllegalStateException("the request at place " + place + " is in no bucket");
        }
    }

    private Name name(int place) {
        return new Name(requests.principal(place), requests.high(place), requests.low(place), requests.text(place));
    }

    private static long entry(long hash, int place) {
        return (hash & UPPER_HALF) | (place + 1);
    }

    private long hash(int place) {
        return hash(requests.principal(place), requests.high(place), requests.low(place));
    }

    private static long hash(String principal, long high, long low) {
        return Hash.mix(Hash.mix(high ^ principal.hashCode()) ^ low);
    }
}
