package io.agentbridge.agents.process;

/**
 * Limits of the supervision.
 *
 * @param leaseMillis after how long without a server its agents are ended
 * @param interruptGraceMillis how long an agent that was asked to end may take before SIGTERM
 * @param terminateGraceMillis how long it may take after SIGTERM before SIGKILL
 * @param maxLineBytes longest line of output that is taken
 * @param maxQueuedInputBytes most input that waits for one agent
 * @param maxErrorBytes most standard error that is kept for one agent
 * @param concurrentStarts how many agents start at the same time
 */
public record SupervisorLimits(
        long leaseMillis,
        long interruptGraceMillis,
        long terminateGraceMillis,
        int maxLineBytes,
        long maxQueuedInputBytes,
        int maxErrorBytes,
        int concurrentStarts) {
    /** For production. */
    public static final SupervisorLimits DEFAULT = new SupervisorLimits(
            600_000,
            5_000,
            5_000,
            64 << 20,
            128 << 20,
            256 << 10,
            Math.max(2, Runtime.getRuntime().availableProcessors()));

    /** Checks the ranges. */
    public SupervisorLimits {
        if (leaseMillis < 1_000
                || interruptGraceMillis < 1
                || terminateGraceMillis < 1
                || maxLineBytes < 1_024
                || maxQueuedInputBytes < 1_024
                || maxErrorBytes < 1_024
                || concurrentStarts < 1) {
            throw new IllegalArgumentException("A limit of the process supervision is out of its range: "
                    + "leaseMillis from 1000, the graces and concurrentStarts from 1, the sizes from 1024");
        }
    }

    /** The same with another lease. */
    public SupervisorLimits withLeaseMillis(long millis) {
        return new SupervisorLimits(
                millis,
                interruptGraceMillis,
                terminateGraceMillis,
                maxLineBytes,
                maxQueuedInputBytes,
                maxErrorBytes,
                concurrentStarts);
    }

    /** The same with other grace periods. */
    public SupervisorLimits withGraceMillis(long interrupt, long terminate) {
        return new SupervisorLimits(
                leaseMillis, interrupt, terminate, maxLineBytes, maxQueuedInputBytes, maxErrorBytes, concurrentStarts);
    }
}
