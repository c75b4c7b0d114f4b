package io.agentbridge.engine.model;

/**
 * How often a failed task is tried again.
 *
 * @param maxAttempts attempts in all, at least 1
 * @param backoffMillis pause before the next attempt
 */
public record Retry(int maxAttempts, long backoffMillis) {
    /** One attempt. */
    public static final Retry NONE = new Retry(1, 0);
}
