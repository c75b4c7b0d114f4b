package io.agentbridge.gateway.websocket;

/** What a connection tells its session. Every call comes on the connection's I/O thread and must not block. */
public interface WebSocketHandler {
    /**
     * A complete message of valid UTF-8 (text), or of bytes (binary).
     *
     * @param data holds the message only during the call
     * @return false for "not now": the connection keeps the message, stops reading, and offers it again after
     *     {@link WebSocketConnection#resume}
     */
    boolean message(byte[] data, int offset, int length, boolean binary);

    /** A pong or any other sign of life came. */
    void alive();

    /** There is room for output: put frames until it says that it is full, or there are no more. */
    void fill(FrameSink sink);

    /** The server closes the connection: only what the next fills put leaves before that. */
    default void closing() {}

    /** The connection is gone; the last call. {@code code} is the close code of RFC 6455 section 7.4, 1006 for none. */
    void closed(int code);
}
