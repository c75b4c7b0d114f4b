package io.agentbridge.gateway.command;

/**
 * Events of a journal that stand together.
 *
 * @param first the first sequence
 * @param last the last one; before {@code first} if there are none
 */
record EventRange(long first, long last) {}
