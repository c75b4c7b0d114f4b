package io.agentbridge.gateway.http;

import io.agentbridge.gateway.security.Principal;
import io.agentbridge.gateway.websocket.WebSocketConnection;
import io.agentbridge.gateway.websocket.WebSocketHandler;

/** Makes the session of a WebSocket that was let in. */
@FunctionalInterface
public interface SessionFactory {
    /** Called on the connection's I/O thread, before its first message. */
    WebSocketHandler open(WebSocketConnection connection, Principal principal);
}
