package io.agentbridge.gateway.wire;

import io.agentbridge.engine.Reply;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The frames that are no events: acknowledgement, pings, answers to queries, errors. Each is the UTF-8 text of one JSON message.
 * For one thread; reuses its buffer.
 */
public final class AnswerFrames {
    private final ServerIdentity server;

    public AnswerFrames(ServerIdentity server) {
        this.server = server;
    }

    private byte[] todo(Object... things) {
        return (server + List.of(things).toString()).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code connection:ack}, the first frame of a connection. */
    public byte[] acknowledgement(String clientId, String role, long newestSequence, long nowMillis) {
        return todo(clientId, role, newestSequence, nowMillis);
    }

    /** {@code connection:ping} of the server. */
    public byte[] ping(String clientId, long newestSequence, long nowMillis) {
        return todo(clientId, newestSequence, nowMillis);
    }

    /** {@code connection:pong} to a client's ping. */
    public byte[] pong(Inbound.Ping ping, String clientId, long nowMillis) {
        return todo(ping, clientId, nowMillis);
    }

    /**
     * {@code connection:subscribed}.
     *
     * @param recovered whether everything after the sequence that the client named follows
     * @param from the sequence after which events follow
     */
    public byte[] subscribed(Correlation correlation, boolean recovered, long from, long nowMillis) {
        return todo(correlation, recovered, from, nowMillis);
    }

    /** {@code connection:snapshot} in parts of at most 1 MiB, each encoded when it is asked for, on this object's thread. */
    public Iterator<byte[]> snapshot(Snapshot snapshot, long nowMillis) {
        return List.of(todo(snapshot, nowMillis)).iterator();
    }

    /** The answer to {@code system:status}. */
    public byte[] status(Correlation correlation, State state, ServerFigures figures, long nowMillis) {
        return todo(correlation, state, figures, nowMillis);
    }

    /** The answer to a query for all agents, in the dialect without types. */
    public byte[] agents(Correlation correlation, Collection<Agent> agents, long nowMillis) {
        return todo(correlation, agents, nowMillis);
    }

    /** The error that answers a message that cannot be taken. */
    public byte[] error(Inbound.Malformed malformed, long nowMillis) {
        return todo(malformed, nowMillis);
    }

    /** The error that answers a request that the engine refused. */
    public byte[] error(Reply.Refused refused, long nowMillis) {
        return todo(refused, nowMillis);
    }

    /** An error for a request that did not get as far as the engine: {@code retryAfterMillis} 0 for none. */
    public byte[] error(
            Cause cause,
            io.agentbridge.engine.model.ErrorType type,
            String message,
            long retryAfterMillis,
            long nowMillis) {
        return todo(cause, type, message, retryAfterMillis, nowMillis);
    }

    /** An error for a query that cannot be answered. */
    public byte[] error(
            Correlation correlation, io.agentbridge.engine.model.ErrorType type, String message, long nowMillis) {
        return todo(correlation, type, message, nowMillis);
    }
}
