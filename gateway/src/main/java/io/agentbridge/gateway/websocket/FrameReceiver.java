package io.agentbridge.gateway.websocket;

/** What a {@link FrameParser} found. Data is valid only during the call. */
interface FrameReceiver {
    /**
     * A complete message.
     *
     * @return false to make the parser stop after it
     */
    boolean message(byte[] data, int offset, int length, boolean binary);

    void ping(byte[] data, int offset, int length);

    void pong();

    /** A valid close frame; nothing comes after it. {@link CloseCodes#NO_STATUS} when it held no code. */
    void closeFrame(int code);
}
