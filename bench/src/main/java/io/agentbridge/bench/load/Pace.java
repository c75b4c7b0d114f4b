package io.agentbridge.bench.load;

/** When requests are sent. */
public sealed interface Pace {
    /**
     * At a fixed rate over all connections together, whatever the server does. Latency counts from the moment at which a request
     * was due, so a server that stalls is charged for every request that came due meanwhile (no coordinated omission).
     */
    record OpenLoop(int requestsPerSecond) implements Pace {
        public OpenLoop {
            if (requestsPerSecond < 1) {
                throw new IllegalArgumentException("The rate must be at least 1 a second: " + requestsPerSecond);
            }
        }
    }

    /** As fast as answers come: every connection keeps {@code depth} requests open. */
    record ClosedLoop(int depth) implements Pace {
        public ClosedLoop {
            if (depth < 1) {
                throw new IllegalArgumentException("The depth must be at least 1: " + depth);
            }
        }
    }
}
