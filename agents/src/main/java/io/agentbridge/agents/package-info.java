/**
 * Driving CLI coding agents: one interface, its backends, and the supervision of their processes.
 *
 * <p>Knows nothing of sockets, the ring or the journal.
 */
@NullMarked
package io.agentbridge.agents;

import org.jspecify.annotations.NullMarked;
