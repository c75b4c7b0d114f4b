package io.agentbridge.engine;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a request by its name. Each name has a bucket of eight places; what finds its bucket full goes to a map. There are
 * four times as many places in the buckets as requests, so that this is rare; and who chooses ids so that it is not gains nothing, for
 * that map is never worse than O(log n).
 */
final class RequestIndex {
    static final int NOT_FOUND = -1;
    private static final int BUCKET = 8;
    private static final int SPARENESS = 4;

    private final RequestColumns requests;
    /** Places + 1; 0 is free. */
    private final int[] buckets;

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
        this.buckets = new int[Math.max(BUCKET, Math.multiplyExact(SPARENESS, requests.capacity()))];
        this.mask = buckets.length - BUCKET;
    }

    int find(String principal, RequestId id) {
        int from = bucket(principal, id.high(), id.low());
        for (int i = from; i < from + BUCKET; i++) {
            int place = buckets[i] - 1;
            if (place >= 0 && requests.is(place, principal, id.high(), id.low(), id.text())) {
                return place;
            }
        }
        @Nullable
        Integer place = crowded.isEmpty() ? null : crowded.get(new Name(principal, id.high(), id.low(), id.text()));
        return place == null ? NOT_FOUND : place;
    }

    /** Makes the request at a place known, which must not be yet. */
    void add(int place) {
        int from = bucket(place);
        for (int i = from; i < from + BUCKET; i++) {
            if (buckets[i] == 0) {
                buckets[i] = place + 1;
                return;
            }
        }
        crowded.put(name(place), place);
    }

    /** Forgets the request at a place. */
    void remove(int place) {
        int from = bucket(place);
        for (int i = from; i < from + BUCKET; i++) {
            if (buckets[i] == place + 1) {
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

    private int bucket(int place) {
        return bucket(requests.principal(place), requests.high(place), requests.low(place));
    }

    private int bucket(String principal, long high, long low) {
        long hash = Hash.mix(Hash.mix(high ^ principal.hashCode()) ^ low);
        return (int) hash & mask;
    }
}
