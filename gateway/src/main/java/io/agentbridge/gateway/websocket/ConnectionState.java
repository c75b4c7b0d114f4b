package io.agentbridge.gateway.websocket;

/** How far the end of a connection has come. */
enum ConnectionState {
    OPEN,
    /** Our close frame is out or on its way; the peer's is awaited. */
    CLOSING,
    /** The connection failed: our close frame goes out, what comes in is thrown away until the peer's end. */
    FAILED,
    /** Both close frames exist: the socket is closed as soon as ours is written. */
    FINISHING,
    CLOSED
}
