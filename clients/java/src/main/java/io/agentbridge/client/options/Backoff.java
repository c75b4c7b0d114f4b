package io.agentbridge.client.options;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How reconnecting is paced: exponential back-off with full jitter, a random time from 0 to {@code min(ceiling, base * 2^attempt)}. It
 * spreads the clients of a server that restarts evenly (Brooker, "Exponential Backoff and Jitter", 2015).
 *
 * @param base the longest first wait, above 0
 * @param ceiling the longest wait of all
 * @param maxAttempts how many tries in a row may fail before the client gives up
 * @param stableAfter a connection that lived so long counts as success
 */
public record Backoff(Duration base, Duration ceiling, int maxAttempts, Duration stableAfter) {
    /** Checks the ranges. */
    public Backoff {
        if (!base.isPositive() || ceiling.compareTo(base) < 0 || maxAttempts < 0) {
            throw new IllegalArgumentException("base must be above 0, ceiling at least base, maxAttempts not below 0");
        }
    }

    /** From 0.2 s to 15 s, for ever. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), Integer.MAX_VALUE, Duration.ofSeconds(5));
    }

    /** How long to wait before the try of this number, from 0. */
    public Duration delay(int attempt, RandomGenerator random) {
        double longest = Math.min((double) ceiling.toNanos(), base.toNanos() * Math.pow(2, Math.min(attempt, 62)));
        return Duration.ofNanos((long) (random.nextDouble() * longest));
    }
}
