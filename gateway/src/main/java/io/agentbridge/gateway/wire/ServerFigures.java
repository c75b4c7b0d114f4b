package io.agentbridge.gateway.wire;

import java.util.SortedMap;

/**
 * What the gateway counts and the engine does not know, since this server started.
 *
 * @param startedAtMillis when it started
 * @param messagesProcessed requests taken
 * @param errors messages answered with an error
 * @param clientsByType connections by what they say they are
 * @param averageLatencyMillis mean round trip of the server's pings, 0 if none was answered
 * @param ring what waits to be decided
 * @param journal what is kept
 */
public record ServerFigures(
        long startedAtMillis,
        long messagesProcessed,
        long totalConnections,
        long activeConnections,
        long messagesSent,
        long messagesReceived,
        long errors,
        SortedMap<String, Long> clientsByType,
        double averageLatencyMillis,
        RingFill ring,
        JournalFigures journal) {}
