package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.wire.EventFrames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client's requests that were pending already when they came: each waits for the event that answers the first one. Gone with
 * the session, as the client's wish to hear of it is. Thread-safe: the publishing thread adds, whoever encodes events asks.
 */
final class JoinedRequests {
    private static final int MAX_REQUESTS = 1_024;
    /** Of one request: each gets the whole answer, and all of them at once. */
    private static final int MAX_TIMES = 4;

    private static final long NOT_ANSWERED = Long.MAX_VALUE;

    private final Map<String, Waiting> waiting = new HashMap<>();

    /** The number of causes held; read without the lock where there usually are none. */
    private volatile int count;

    private static final class Waiting {
        private final List<Cause> causes = new ArrayList<>(1);
        private long answeredAt = NOT_ANSWERED;
    }

    /** Remembers a request that joined; false if too many wait. */
    synchronized boolean add(Cause joined) {
        Waiting known = waiting.get(joined.requestId());
        if (count >= MAX_REQUESTS || (known != null && known.causes.size() >= MAX_TIMES)) {
            return false;
        }
        waiting.computeIfAbsent(joined.requestId(), id -> new Waiting()).causes.add(joined);
        count = count + 1;
        return true;
    }

    /** Those who wait for the answer that an event is. They are kept until the event {@linkplain #shown was shown}. */
    List<Cause> answeredBy(Event event) {
        return count == 0 || !EventFrames.hasAnswer(event) ? List.of() : take(event);
    }

    private synchronized List<Cause> take(Event event) {
        Waiting found = waiting.get(event.cause().requestId());
        if (found == null
                || !found.causes.getFirst().principal().equals(event.cause().principal())) {
            return List.of();
        }
        found.answeredAt = event.sequence();
        return List.copyOf(found.causes);
    }

    /** Forgets those whose answer the client was given, everything up to {@code sequence} having been put. */
    void shown(long sequence) {
        if (count > 0) {
            forget(sequence);
        }
    }

    private synchronized void forget(long sequence) {
        waiting.values().removeIf(request -> request.answeredAt <= sequence);
        count = waiting.values().stream()
                .mapToInt(request -> request.causes.size())
                .sum();
    }
}
