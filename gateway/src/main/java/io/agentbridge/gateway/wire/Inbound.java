package io.agentbridge.gateway.wire;

import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;

/** What a message of a client is: one of these for any bytes whatever. */
public sealed interface Inbound {
    /** A request that the engine decides on. */
    record Engine(Request request) implements Inbound {}

    /**
     * A ping, to be answered at once.
     *
     * @param id its message id
     * @param correlationId its correlation id, or empty
     * @param clientIdRaw JSON text of its client id, or empty
     * @param timestampRaw JSON text of its timestamp, to be echoed verbatim, or empty
     */
    record Ping(String id, String correlationId, String clientIdRaw, String timestampRaw) implements Inbound {}

    /** The answer to a ping of the server; a sign of life and nothing else. */
    record Pong() implements Inbound {}

    /** Wants the server's figures. */
    record StatusQuery(Correlation correlation) implements Inbound {}

    /**
     * Wants events from a place in the history; replaces what the session had.
     *
     * @param epoch the history that the client remembers, or empty
     * @param bundleMillis how long events may wait for others, to come as one message; 0 for a message each
     */
    record Subscribe(Correlation correlation, String epoch, StartingPoint from, Filter filter, int bundleMillis)
            implements Inbound {}

    /** Wants a page of the history. */
    record History(Correlation correlation, HistoryQuery query) implements Inbound {}

    /** Wants the state as it was after {@code sequence}. */
    record StateQuery(Correlation correlation, long sequence) implements Inbound {}

    /** Wants all agents; only the dialect without message types asks for them so. */
    record AgentsQuery(Correlation correlation) implements Inbound {}

    /** A client says that an agent is alive. */
    record Heartbeat(Correlation correlation, String agentId) implements Inbound {}

    /**
     * What cannot be taken, and is answered with an error.
     *
     * @param message for people
     * @param correlationId what the error is to bear: the correlation id of the message, else its id, else empty for null
     * @param command the command of a message in the dialect without types, else empty
     */
    record Malformed(ErrorType type, String message, String correlationId, Dialect dialect, String command)
            implements Inbound {}
}
