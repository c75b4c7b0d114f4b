package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.model.Cause;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Senders of a request that was already pending, who wait for its answer with the first one. Lost with the process, as their
 * connections are. For the publishing thread.
 */
final class Joins {
    private record Key(String principal, String requestId) {}

    private final Map<Key, List<Cause>> waiting = new LinkedHashMap<>();
    private final int maxWaiting;
    private int count;

    Joins(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Remembers one who waits; past the limit the oldest request's are forgotten, and may ask again. */
    void add(Cause cause) {
        while (count >= maxWaiting) {
            Iterator<List<Cause>> oldestFirst = waiting.values().iterator();
            count -= oldestFirst.next().size();
            oldestFirst.remove();
        }
        waiting.computeIfAbsent(new Key(cause.principal(), cause.requestId()), key -> new ArrayList<>(1))
                .add(cause);
        count++;
    }

    /** Takes those who wait for the answer to {@code cause}. */
    List<Cause> take(Cause cause) {
        if (count == 0) {
            return List.of();
        }
        List<Cause> joined = waiting.remove(new Key(cause.principal(), cause.requestId()));
        if (joined == null) {
            return List.of();
        }
        count -= joined.size();
        return joined;
    }
}
