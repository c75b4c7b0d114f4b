package io.agentbridge.gateway.configuration;

/** How the engine's thread waits for work. */
public enum Waiting {
    /** By the number of cores. */
    AUTO,
    /** Asleep: no load while idle. */
    BLOCKING,
    /** Awake, giving way to others: the lowest latency, a core's load. */
    YIELDING
}
