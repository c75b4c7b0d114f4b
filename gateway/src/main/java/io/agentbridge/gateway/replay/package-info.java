/** Recovery of a state from a journal, and the proof that a journal replays to the same events. */
@NullMarked
package io.agentbridge.gateway.replay;

import org.jspecify.annotations.NullMarked;
