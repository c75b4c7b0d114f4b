package io.agentbridge.engine;

import io.agentbridge.engine.Snapshot.AcceptedRequest;
import io.agentbridge.engine.model.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last accepted requests that bear an idempotency key, oldest first. */
final class RequestWindow {
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();
    private long hash;

    private record Key(String principal, String requestId) {}

    private static final class Entry {
        private AcceptedRequest request;
        private long hash;

        private Entry(AcceptedRequest request) {
            this.request = request;
        }
    }

    /** Remembers a request that has yet to be answered. */
    void accepted(Cause cause, long sequence) {
        if (cause.isIdempotent()) {
            put(new AcceptedRequest(cause.principal(), cause.requestId(), cause.contentHash(), sequence, 0));
        }
    }

    /** Remembers a request with its answer. */
    void answered(Cause cause, long sequence) {
        if (cause.isIdempotent()) {
            put(new AcceptedRequest(cause.principal(), cause.requestId(), cause.contentHash(), sequence, sequence));
        }
    }

    /** Adds the answer to a request, if that is still remembered. */
    void answeredLater(Cause cause, long sequence) {
        Entry entry = cause.isIdempotent() ? entries.get(new Key(cause.principal(), cause.requestId())) : null;
        if (entry != null && entry.request.answeredAt() == 0) {
            AcceptedRequest known = entry.request;
            put(
                    entry,
                    new AcceptedRequest(
                            known.principal(), known.requestId(), known.contentHash(), known.acceptedAt(), sequence));
        }
    }

    void put(AcceptedRequest request) {
        Key key = new Key(request.principal(), request.requestId());
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(request);
            entries.put(key, entry);
        }
        put(entry, request);
    }

    private void put(Entry entry, AcceptedRequest request) {
        hash -= entry.hash;
        entry.request = request;
        entry.hash = ModelHash.request(request);
        hash += entry.hash;
    }

    void evictAbove(int limit) {
        while (entries.size() > limit) {
            Entry oldest = entries.pollFirstEntry().getValue();
            hash -= oldest.hash;
        }
    }

    @Nullable
    AcceptedRequest find(Cause cause) {
        Entry entry = entries.get(new Key(cause.principal(), cause.requestId()));
        return entry == null ? null : entry.request;
    }

    /** The sequence at which the oldest remembered request was accepted, {@link Long#MAX_VALUE} if none is remembered. */
    long oldestAcceptedAt() {
        return entries.isEmpty()
                ? Long.MAX_VALUE
                : entries.firstEntry().getValue().request.acceptedAt();
    }

    int size() {
        return entries.size();
    }

    long hash() {
        return hash;
    }

    List<AcceptedRequest> requests() {
        List<AcceptedRequest> result = new ArrayList<>(entries.size());
        for (Entry entry : entries.values()) {
            result.add(entry.request);
        }
        return result;
    }
}
