/** The wire protocol: messages of clients in, frames of events and answers out. It decides nothing and keeps nothing. */
@NullMarked
package io.agentbridge.gateway.wire;

import org.jspecify.annotations.NullMarked;
