/**
 * The deterministic state machine: inputs become events, events become state.
 *
 * <p>Nothing here knows threads, clocks, randomness, files, sockets or JSON. Time enters as data with each input, ids are
 * derived from the sequence, iteration order is defined.
 *
 * <p>{@link io.agentbridge.engine.Engine} dispatches an input to the decider of its concept. A decider validates, then emits facts
 * through the step at hand, and each is applied to the {@link io.agentbridge.engine.State} at once. What the state needs to decide
 * quickly (queues, dispatch order, deadlines) is derived from its objects alone, so that a snapshot need not hold it.
 */
@NullMarked
package io.agentbridge.engine;

import org.jspecify.annotations.NullMarked;
