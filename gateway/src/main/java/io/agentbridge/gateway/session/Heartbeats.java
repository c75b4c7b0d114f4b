package io.agentbridge.gateway.session;

import io.agentbridge.gateway.wire.LastHeartbeats;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** When clients last said that an agent was alive. Not part of the state: it is gone with the server. Thread-safe. */
public final class Heartbeats implements LastHeartbeats {
    private static final int MAX_AGENTS = 100_000;

    private final Map<String, Long> lastMillis = new ConcurrentHashMap<>();

    /** Notes a heartbeat; forgets agents that are not {@code known} any more when there are too many. */
    void beat(String agentId, long nowMillis, Predicate<String> known) {
        if (lastMillis.size() >= MAX_AGENTS) {
            lastMillis.keySet().removeIf(known.negate());
        }
        lastMillis.put(agentId, nowMillis);
    }

    @Override
    public long millis(String agentId) {
        return lastMillis.getOrDefault(agentId, 0L);
    }
}
