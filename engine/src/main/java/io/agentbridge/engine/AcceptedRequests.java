package io.agentbridge.engine;

import java.util.UUID;

/**
 * Requests that bear an idempotency key, in the order of their acceptance: the part of a {@link Snapshot} by which one that is sent again
 * is known. A value; an index is from 0 to below {@link #size}.
 */
public final class AcceptedRequests {
    /** No requests. */
    public static final AcceptedRequests NONE = new AcceptedRequests(new RequestColumns(0), 0);

    private final RequestColumns requests;
    private final int size;

    /** Takes the columns over, which hold that many. */
    AcceptedRequests(RequestColumns requests, int size) {
        this.requests = requests;
        this.size = size;
    }

    RequestColumns columns() {
        return requests;
    }

    public int size() {
        return size;
    }

    /** Whose request it is. */
    public String principal(int index) {
        return requests.principal(index);
    }

    /** Whether the id is a UUID in the usual form, lower case, and thereby all said by its bits. */
    public boolean isUuid(int index) {
        return requests.text(index).isEmpty();
    }

    /** The request's message id. */
    public String requestId(int index) {
        return isUuid(index) ? new UUID(requests.high(index), requests.low(index)).toString() : requests.text(index);
    }

    /** The first 64 bits of an id that {@linkplain #isUuid is a UUID}. */
    public long requestIdHigh(int index) {
        return requests.high(index);
    }

    /** The last 64 bits of an id that {@linkplain #isUuid is a UUID}. */
    public long requestIdLow(int index) {
        return requests.low(index);
    }

    /** Hash of its type and payload. */
    public long contentHash(int index) {
        return requests.contentHash(index);
    }

    /** The sequence of its first event. */
    public long acceptedAt(int index) {
        return requests.acceptedAt(index);
    }

    /** The sequence of the event that answers it, 0 while it is pending. */
    public long answeredAt(int index) {
        return requests.answeredAt(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AcceptedRequests that && size == that.size && requests.equals(that.requests);
    }

    @Override
    public int hashCode() {
        return requests.hashCode();
    }

    @Override
    public String toString() {
        return size + " accepted requests";
    }

    /** Gathers requests in their order. Used by one thread. */
    public static final class Builder {
        private final RequestId id = new RequestId();
        private RequestColumns requests;
        private int size;

        /** A builder with room for so many, which makes more room when there are more. */
        public Builder(int expected) {
            requests = new RequestColumns(Math.max(1, expected));
        }

        /** Adds one by the text of its id. */
        public void add(String principal, String requestId, long contentHash, long acceptedAt, long answeredAt) {
            id.set(requestId);
            int place = room();
            requests.set(place, principal, id, contentHash, acceptedAt, answeredAt);
        }

        /** Adds one by the bits of its id. */
        public void add(String principal, long idHigh, long idLow, long contentHash, long acceptedAt, long answeredAt) {
            int place = room();
            requests.set(place, principal, idHigh, idLow, "", contentHash, acceptedAt, answeredAt);
        }

        private int room() {
            if (size == requests.capacity()) {
                resize(Math.multiplyExact(2, size));
            }
            return size++;
        }

        private void resize(int capacity) {
            RequestColumns other = new RequestColumns(capacity);
            other.copy(requests, 0, 0, size);
            requests = other;
        }

        /** What was added. The builder is not used any more. */
        public AcceptedRequests build() {
            if (size < requests.capacity()) {
                resize(size);
            }
            return new AcceptedRequests(requests, size);
        }
    }
}
