package io.agentbridge.engine.event;

import io.agentbridge.engine.model.Cause;

/**
 * One fact, at its place in the one total order.
 *
 * @param sequence from 1, without gaps
 * @param timestampMillis the time of the step that made it
 * @param cause the request that this event answers, {@link Cause#NONE} if it answers none; {@code fact} names the request that
 *     led to its object
 */
public record Event(long sequence, long timestampMillis, Cause cause, Fact fact) {}
