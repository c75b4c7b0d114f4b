package io.agentbridge.engine.model;

/**
 * What an agent has done so far.
 *
 * @param commandsEnded commands that reached a terminal status, of every origin
 * @param commandsFailed those of them that did not complete
 * @param executionMillis time in flight, summed over ended commands
 */
public record AgentMetrics(
        long tasksCompleted, long tasksFailed, long commandsEnded, long commandsFailed, long executionMillis) {
    /** Nothing yet. */
    public static final AgentMetrics NONE = new AgentMetrics(0, 0, 0, 0, 0);
}
