/**
 * The deterministic state machine: inputs become events, events become state.
 *
 * <p>Nothing here knows threads, clocks, randomness, files, sockets or JSON. Time enters as data with each input, ids are
 * derived from the sequence, iteration order is defined.
 */
@NullMarked
package io.agentbridge.engine;

import org.jspecify.annotations.NullMarked;
