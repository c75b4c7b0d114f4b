package io.agentbridge.engine.model;

/**
 * The limits and defaults that the engine decides by; journaled with each start of a server, so that a replay decides alike.
 *
 * @param behaviourLevel which generation of decisions to make
 * @param maxAgents agents that are not stopped
 * @param maxQueuedCommands commands that wait for one agent
 * @param maxOpenTasks tasks without a final status
 * @param maxEndedObjects ended commands, tasks, approvals and stopped agents that are remembered, each
 * @param maxStateBytes bodies held in place by remembered objects; the oldest ended ones are evicted above it
 * @param commandTimeoutMillis default longest time of a command in flight
 * @param approvalTimeoutMillis how long a permission request stays open
 * @param idempotencyWindow accepted requests whose ids are remembered
 * @param maxRestarts unexpected exits in a row after which an agent is in error
 */
public record Settings(
        int behaviourLevel,
        int maxAgents,
        int maxQueuedCommands,
        int maxOpenTasks,
        int maxEndedObjects,
        long maxStateBytes,
        long commandTimeoutMillis,
        long approvalTimeoutMillis,
        int idempotencyWindow,
        int maxRestarts) {
    /** What applies before the first start is journaled. */
    public static final Settings DEFAULT =
            new Settings(3, 1_000, 10_000, 100_000, 10_000, 256L << 20, 600_000, 600_000, 100_000, 3);
}
