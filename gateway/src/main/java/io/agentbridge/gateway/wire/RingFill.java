package io.agentbridge.gateway.wire;

/**
 * How many inputs wait for their turn.
 *
 * @param slots for how many there is room
 * @param used now
 * @param mostUsed at most at once since the start, as seen before each batch
 */
public record RingFill(int slots, int used, int mostUsed) {}
