package io.agentbridge.bench.load;

import java.net.URI;
import java.time.Duration;

/**
 * One run of the generator.
 *
 * @param server {@code ws://HOST:PORT/PATH}
 * @param warmUp requests that come due in this time at the start are sent and not counted
 * @param duration how long is measured
 * @param patience how long an answer may take at the end, and the set-up of a connection, before it counts as lost
 */
public record LoadPlan(
        URI server,
        int connections,
        Workload workload,
        Pace pace,
        Duration warmUp,
        Duration duration,
        Duration patience) {
    /** Longest wait for an answer by default. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

    public LoadPlan {
        if (!"ws".equals(server.getScheme()) || server.getPort() < 0) {
            throw new IllegalArgumentException("Not of the form ws://HOST:PORT: " + server);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("At least one connection is needed: " + connections);
        }
    }
}
