/** Reads the past out of the journal: pages of events, and the state as it was. */
@NullMarked
package io.agentbridge.gateway.past;

import org.jspecify.annotations.NullMarked;
