package io.agentbridge.gateway.websocket;

/**
 * What one WebSocket may cost.
 *
 * @param maxMessageBytes the longest message, over all its fragments; more closes with 1009
 * @param maxFragments the most frames of one message; more closes with 1009
 * @param maxFramesPerEvent how many frames of one connection are handled before the others get their turn
 * @param maxControlBytes how much of unsent pongs and pings is kept for a peer that does not read; the oldest pongs go first
 * @param closeTimeoutMillis how long a closing connection waits for its peer before the socket is cut
 */
public record WebSocketLimits(
        int maxMessageBytes, int maxFragments, int maxFramesPerEvent, int maxControlBytes, int closeTimeoutMillis) {

    /** 10 MiB a message, 1024 fragments, 2 s for the close handshake. */
    public static final WebSocketLimits DEFAULT = new WebSocketLimits(10 << 20, 1024, 256, 8 << 10, 2_000);

    public WebSocketLimits {
        requirePositive(maxMessageBytes, "maxMessageBytes");
        requirePositive(maxFragments, "maxFragments");
        requirePositive(maxFramesPerEvent, "maxFramesPerEvent");
        requirePositive(closeTimeoutMillis, "closeTimeoutMillis");
        if (maxControlBytes < 256) {
            throw new IllegalArgumentException("maxControlBytes must hold at least two control frames: 256");
        }
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }
}
