/** The little of RFC 6455 that the load generator and the echo peer need: one reader, one writer, one handshake. */
@NullMarked
package io.agentbridge.bench.websocket;

import org.jspecify.annotations.NullMarked;
