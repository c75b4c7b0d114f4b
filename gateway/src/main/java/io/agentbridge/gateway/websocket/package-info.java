/** RFC 6455 on a connection that Undertow has upgraded: frames in, frames out, nothing of what they say. */
@NullMarked
package io.agentbridge.gateway.websocket;

import org.jspecify.annotations.NullMarked;
