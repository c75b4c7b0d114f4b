package io.agentbridge.engine;

import io.agentbridge.engine.model.Cause;

/** The last accepted requests that bear an idempotency key, oldest first: a ring that grows to what is remembered. */
final class RequestWindow {
    static final int NOT_FOUND = RequestIndex.NOT_FOUND;
    private static final int INITIAL_CAPACITY = 1 << 10;

    private final RequestId id = new RequestId();
    private RequestColumns requests = new RequestColumns(INITIAL_CAPACITY);
    private RequestIndex index = new RequestIndex(requests);
    private int mask = INITIAL_CAPACITY - 1;
    /** How many were ever remembered, and how many of them forgotten: the oldest is at {@code forgotten & mask}. */
    private long remembered;

    private long forgotten;
    private long hash;

    /** Remembers a request that has yet to be answered. */
    void accepted(Cause cause, long sequence) {
        if (cause.isIdempotent()) {
            put(cause, sequence, 0);
        }
    }

    /** Remembers a request with its answer. */
    void answered(Cause cause, long sequence) {
        if (cause.isIdempotent()) {
            put(cause, sequence, sequence);
        }
    }

    /** Adds the answer to a request, if that is still remembered. */
    void answeredLater(Cause cause, long sequence) {
        int place = cause.isIdempotent() ? find(cause) : NOT_FOUND;
        if (place != NOT_FOUND && requests.answeredAt(place) == 0) {
            answer(place, requests.contentHash(place), requests.acceptedAt(place), sequence);
        }
    }

    private void put(Cause cause, long acceptedAt, long answeredAt) {
        int place = find(cause);
        if (place == NOT_FOUND) {
            int next = room();
            requests.set(next, cause.principal(), id, cause.contentHash(), acceptedAt, answeredAt);
            remember(next);
        } else {
            answer(place, cause.contentHash(), acceptedAt, answeredAt);
        }
    }

    private void answer(int place, long contentHash, long acceptedAt, long answeredAt) {
        hash -= ModelHash.request(requests, place);
        requests.answer(place, contentHash, acceptedAt, answeredAt);
        hash += ModelHash.request(requests, place);
    }

    private void remember(int place) {
        remembered++;
        index.add(place);
        hash += ModelHash.request(requests, place);
    }

    /** The place of the next request. */
    private int room() {
        if (size() == requests.capacity()) {
            grow(Math.multiplyExact(2, requests.capacity()));
        }
        return (int) remembered & mask;
    }

    private void grow(int capacity) {
        RequestColumns larger = new RequestColumns(capacity);
        int size = size();
        copyTo(larger);
        requests = larger;
        index = new RequestIndex(larger);
        mask = capacity - 1;
        forgotten = 0;
        remembered = size;
        for (int place = 0; place < size; place++) {
            index.add(place);
        }
    }

    private void copyTo(RequestColumns target) {
        int oldest = (int) forgotten & mask;
        int untilEnd = Math.min(size(), requests.capacity() - oldest);
        target.copy(requests, oldest, 0, untilEnd);
        target.copy(requests, 0, untilEnd, size() - untilEnd);
    }

    /** Remembers what a snapshot holds. Only while nothing is remembered. */
    void restore(AcceptedRequests snapshot) {
        if (size() != 0) {
            throw new IllegalStateException("requests are remembered already");
        }
        if (snapshot.size() > requests.capacity()) {
            grow(Math.multiplyExact(2, Integer.highestOneBit(snapshot.size())));
        }
        forgotten = 0;
        remembered = 0;
        requests.copy(snapshot.columns(), 0, 0, snapshot.size());
        for (int place = 0; place < snapshot.size(); place++) {
            remember(place);
        }
    }

    void evictAbove(int limit) {
        while (size() > limit) {
            int oldest = (int) forgotten & mask;
            index.remove(oldest);
            hash -= ModelHash.request(requests, oldest);
            forgotten++;
        }
    }

    /** The place of a request, {@link #NOT_FOUND} if it is not remembered; until the next change. */
    int find(Cause cause) {
        id.set(cause.requestId());
        return index.find(cause.principal(), id);
    }

    /** The hash of the content of the request at a place. */
    long contentHash(int place) {
        return requests.contentHash(place);
    }

    /** The sequence of the answer to the request at a place, 0 while it is pending. */
    long answeredAt(int place) {
        return requests.answeredAt(place);
    }

    /** The sequence at which the oldest remembered request was accepted, {@link Long#MAX_VALUE} if none is remembered. */
    long oldestAcceptedAt() {
        return size() == 0 ? Long.MAX_VALUE : requests.acceptedAt((int) forgotten & mask);
    }

    int size() {
        return (int) (remembered - forgotten);
    }

    long hash() {
        return hash;
    }

    AcceptedRequests requests() {
        RequestColumns copy = new RequestColumns(size());
        copyTo(copy);
        return new AcceptedRequests(copy, size());
    }
}
