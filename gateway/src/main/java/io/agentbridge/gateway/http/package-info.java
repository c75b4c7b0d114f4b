/** The HTTP side: one Undertow with every limit pinned, the routes, and the door through which a request becomes a WebSocket. */
@NullMarked
package io.agentbridge.gateway.http;

import org.jspecify.annotations.NullMarked;
