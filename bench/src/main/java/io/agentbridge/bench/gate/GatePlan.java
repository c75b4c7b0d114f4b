package io.agentbridge.bench.gate;

import java.time.Duration;

/**
 * How thorough a gate is.
 *
 * @param rounds how often the servers are measured in turns; the median over them counts
 * @param warmUp of each server and workload at the start, again and again until it gets no faster
 * @param measurement of each server and workload in each round
 */
public record GatePlan(int rounds, Duration warmUp, Duration measurement) {
    /** For a build: about two minutes. */
    public static final GatePlan QUICK = new GatePlan(3, Duration.ofMillis(500), Duration.ofMillis(800));

    /** For a change that matters: a few minutes. */
    public static final GatePlan STANDARD = new GatePlan(7, Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** For figures that are to be trusted: a quarter of an hour or more, on a machine that does nothing else. */
    public static final GatePlan LONG = new GatePlan(21, Duration.ofSeconds(5), Duration.ofSeconds(5));
}
