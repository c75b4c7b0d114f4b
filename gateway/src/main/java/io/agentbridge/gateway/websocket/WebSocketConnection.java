package io.agentbridge.gateway.websocket;

import java.nio.ByteBuffer;

/** One WebSocket, as its session sees it. All methods may be called from any thread and return at once. */
public interface WebSocketConnection {
    /** Asks for a {@link WebSocketHandler#fill} soon, on the I/O thread; many calls make one. */
    void wake();

    /** Goes on reading after a refused message, offering that one first. */
    void resume();

    /** Sends a ping; at most 125 bytes. */
    void ping(ByteBuffer payload);

    /** Sends a close frame after what was put, and closes; idempotent. */
    void close(int code, String reason);

    /** Runs something on the I/O thread. */
    void execute(Runnable task);
}
