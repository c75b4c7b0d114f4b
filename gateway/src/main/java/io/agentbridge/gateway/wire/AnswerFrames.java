package io.agentbridge.gateway.wire;

import io.agentbridge.engine.Reply;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The frames that are no events: acknowledgement, pings, answers to queries, errors. Each is the UTF-8 text of one JSON message.
 * For one thread; reuses its buffer.
 */
public final class AnswerFrames {
    private static final long QUERY_RETRY_MILLIS = 1_000;
    private static final int PROTOCOL_VERSION = 2;
    private static final String SYSTEM = "system";
    private static final String CREATE_AGENT = "create_agent";
    private static final String LIST_AGENTS = "list_agents";
    private static final JsonName CONNECTED = JsonName.value("connected");
    private static final JsonName LEGACY_RESPONSE = JsonName.value("command_response");
    private static final JsonName LEGACY_ERROR = JsonName.value("error");

    private final ServerIdentity server;
    private final JsonOutput output = new JsonOutput();
    private final Timestamps timestamps = new Timestamps();
    private final FrameWriter frame = new FrameWriter(output, timestamps);
    private final ErrorWriter errors = new ErrorWriter(output);
    private final ObjectWriter objects;
    private final StatusWriter status;
    private final Ids ids = new Ids();
    private final LastHeartbeats heartbeats;

    public AnswerFrames(ServerIdentity server, LastHeartbeats heartbeats) {
        this.server = server;
        this.heartbeats = heartbeats;
        this.objects = new ObjectWriter(output, timestamps, AnswerFrames::neverRead, true);
        this.status = new StatusWriter(output, objects);
    }

    private static String neverRead(Body body) {
        throw new IllegalStateException("an answer shows stored bodies by their first characters");
    }

    /** {@code connection:ack}, the first frame of a connection. */
    public byte[] acknowledgement(String clientId, String role, long newestSequence, long nowMillis) {
        begin(MessageType.CONNECTION_ACK, "", nowMillis);
        objects.text(Keys.CLIENT_ID, clientId);
        output.name(Keys.STATUS);
        output.value(CONNECTED);
        objects.number(Keys.PROTOCOL, PROTOCOL_VERSION);
        output.name(Keys.SERVER);
        output.beginObject();
        objects.text(Keys.NAME, server.name());
        objects.text(Keys.VERSION, server.version());
        output.endObject();
        objects.text(Keys.EPOCH, server.epoch());
        objects.number(Keys.SEQUENCE, newestSequence);
        objects.text(Keys.ROLE, role);
        limits(server.limits());
        objects.text(Keys.DURABILITY, server.durability());
        objects.texts(Keys.BACKENDS, server.backends());
        return frame.end();
    }

    private void limits(WireLimits limits) {
        output.name(Keys.LIMITS);
        output.beginObject();
        objects.number(Keys.MAX_MESSAGE_BYTES, limits.maxMessageBytes());
        objects.number(Keys.MAX_DEPTH, limits.maxDepth());
        objects.number(Keys.MAX_ID_CHARS, limits.maxIdChars());
        objects.number(Keys.MAX_NAME_CHARS, limits.maxNameChars());
        objects.number(Keys.MAX_LIST_ITEMS, limits.maxListItems());
        output.endObject();
    }

    /** {@code connection:ping} of the server. */
    public byte[] ping(String clientId, long newestSequence, long nowMillis) {
        begin(MessageType.CONNECTION_PING, "", nowMillis);
        objects.text(Keys.CLIENT_ID, clientId);
        objects.instant(Keys.TIMESTAMP, nowMillis);
        objects.number(Keys.SEQUENCE, newestSequence);
        return frame.end();
    }

    /** {@code connection:pong} to a client's ping. */
    public byte[] pong(Inbound.Ping ping, String clientId, long nowMillis) {
        begin(MessageType.CONNECTION_PONG, ping.correlationId(), nowMillis);
        output.name(Keys.CLIENT_ID);
        if (ping.clientIdRaw().isEmpty()) {
            output.value(clientId);
        } else {
            output.json(ping.clientIdRaw());
        }
        output.name(Keys.ORIGINAL_TIMESTAMP);
        output.json(ping.timestampRaw().isEmpty() ? "\"\"" : ping.timestampRaw());
        objects.instant(Keys.RESPONSE_TIMESTAMP, nowMillis);
        return frame.end();
    }

    /**
     * {@code connection:subscribed}.
     *
     * @param recovered whether everything after the sequence that the client named follows
     * @param from the sequence after which events follow
     */
    public byte[] subscribed(Correlation correlation, boolean recovered, long from, long nowMillis) {
        begin(MessageType.CONNECTION_SUBSCRIBED, correlation.answerId(), nowMillis);
        objects.bool(Keys.RECOVERED, recovered);
        objects.text(Keys.EPOCH, server.epoch());
        objects.number(Keys.FROM, from);
        return frame.end();
    }

    /** {@code connection:bundle}: several whole messages as one. */
    public byte[] bundle(List<byte[]> messages, long nowMillis) {
        begin(MessageType.CONNECTION_BUNDLE, "", nowMillis);
        output.name(Keys.MESSAGES);
        output.beginArray();
        for (byte[] message : messages) {
            output.value(message);
        }
        output.endArray();
        return frame.end();
    }

    /**
     * {@code connection:snapshot} in parts of at most 1 MiB, each encoded when it is asked for, on this object's thread. Bodies in
     * the blob store are shown by their first characters, and named in {@code truncated}.
     */
    public Iterator<byte[]> snapshot(Snapshot snapshot, long nowMillis) {
        return new StateParts(
                snapshot,
                MessageType.CONNECTION_SNAPSHOT,
                Optional.empty(),
                heartbeats,
                nowMillis,
                frame,
                output,
                objects,
                ids);
    }

    /** The answer to {@code system:state}, a past state: in parts like {@link #snapshot}, of which the last is the answer. */
    public Iterator<byte[]> state(Correlation correlation, Snapshot past, long nowMillis) {
        return new StateParts(
                past,
                MessageType.SYSTEM_STATE,
                Optional.of(correlation),
                LastHeartbeats.NONE,
                nowMillis,
                frame,
                output,
                objects,
                ids);
    }

    /**
     * The answer to {@code system:history}.
     *
     * @param events the frames of the events, for everybody
     * @param from the first sequence that was looked at, and {@code to} the last
     * @param next where to go on; empty if there is nothing more
     */
    public byte[] history(
            Correlation correlation,
            List<byte[]> events,
            long from,
            long to,
            OptionalLong next,
            long newestSequence,
            long nowMillis) {
        begin(MessageType.SYSTEM_HISTORY, correlation.answerId(), nowMillis);
        output.name(Keys.EVENTS);
        output.beginArray();
        for (byte[] event : events) {
            output.value(event);
        }
        output.endArray();
        objects.number(Keys.FROM, from);
        objects.number(Keys.TO, to);
        output.name(Keys.NEXT);
        if (next.isPresent()) {
            output.value(next.getAsLong());
        } else {
            output.nullValue();
        }
        objects.number(Keys.AT, newestSequence);
        return frame.end();
    }

    /** An error that answers no request. */
    public byte[] notice(ErrorType type, String message, long nowMillis) {
        return error("", type, message, "", 0, nowMillis);
    }

    /** The error for what was asked of the part of the history that is not kept any more. */
    public byte[] notRetained(Correlation correlation, long oldest, long newest, long nowMillis) {
        begin(ErrorWriter.messageType(ErrorType.NOT_RETAINED), correlation.answerId(), nowMillis);
        errors.begin(
                ErrorType.NOT_RETAINED,
                "The history is kept from sequence " + oldest + " on; what was asked for is older.");
        objects.number(Keys.OLDEST, oldest);
        objects.number(Keys.NEWEST, newest);
        errors.end();
        return frame.end();
    }

    /** The answer to {@code system:status}. O(objects). */
    public byte[] status(Correlation correlation, State state, ServerFigures figures, long nowMillis) {
        begin(MessageType.COMMAND_RESULT, correlation.answerId(), nowMillis);
        status.write(state, figures, nowMillis);
        return frame.end();
    }

    /** The answer to a query for all agents, in the dialect without types. */
    public byte[] agents(Correlation correlation, Collection<Agent> agents, long nowMillis) {
        frame.legacyHead(ids.high(), ids.next(), LEGACY_RESPONSE, nowMillis);
        frame.legacyData(LIST_AGENTS, true, correlation.requestId());
        output.name(Keys.RESULT);
        output.beginObject();
        output.name(Keys.AGENTS);
        output.beginArray();
        for (Agent agent : agents) {
            output.beginObject();
            objects.agentFields(agent);
            objects.lastHeartbeat(heartbeats.millis(agent.id()));
            output.endObject();
        }
        output.endArray();
        objects.number(Keys.TOTAL, agents.size());
        output.endObject();
        return frame.end();
    }

    /** The error that answers a message that cannot be taken. */
    public byte[] error(Inbound.Malformed malformed, long nowMillis) {
        return malformed.dialect() == Dialect.LEGACY
                ? legacyError(
                        malformed.command(),
                        malformed.type(),
                        malformed.message(),
                        malformed.correlationId(),
                        0,
                        nowMillis)
                : error(malformed.correlationId(), malformed.type(), malformed.message(), "", 0, nowMillis);
    }

    /** The error that answers a request that the engine refused. */
    public byte[] error(Reply.Refused refused, long nowMillis) {
        return error(
                Correlation.of(refused.cause()),
                refused.type(),
                refused.message(),
                refused.agentId(),
                refused.retryAfterMillis(),
                nowMillis);
    }

    /** An error for a request that did not get as far as the engine: {@code retryAfterMillis} 0 for none. */
    public byte[] error(Cause cause, ErrorType type, String message, long retryAfterMillis, long nowMillis) {
        return error(Correlation.of(cause), type, message, "", retryAfterMillis, nowMillis);
    }

    /** An error for a query that cannot be answered; where there is no room for it, with when to ask again. */
    public byte[] error(Correlation correlation, ErrorType type, String message, long nowMillis) {
        long retryAfterMillis = type == ErrorType.OVERLOADED ? QUERY_RETRY_MILLIS : 0;
        return error(correlation, type, message, "", retryAfterMillis, nowMillis);
    }

    private byte[] error(
            Correlation correlation,
            ErrorType type,
            String message,
            String agentId,
            long retryAfterMillis,
            long nowMillis) {
        // Of the requests that reach the engine, that dialect knows this one only.
        return correlation.dialect() == Dialect.LEGACY
                ? legacyError(CREATE_AGENT, type, message, correlation.requestId(), retryAfterMillis, nowMillis)
                : error(correlation.answerId(), type, message, agentId, retryAfterMillis, nowMillis);
    }

    private byte[] error(
            String answerId, ErrorType type, String message, String agentId, long retryAfterMillis, long nowMillis) {
        begin(ErrorWriter.messageType(type), answerId, nowMillis);
        errors.begin(type, message);
        retryAfter(retryAfterMillis);
        errors.end();
        if (!agentId.isEmpty()) {
            objects.text(Keys.AGENT_ID, agentId);
        }
        return frame.end();
    }

    private byte[] legacyError(
            String command,
            ErrorType type,
            String message,
            String originalMessageId,
            long retryAfterMillis,
            long nowMillis) {
        frame.legacyHead(ids.high(), ids.next(), LEGACY_ERROR, nowMillis);
        frame.legacyData(command, false, originalMessageId);
        errors.begin(type, message);
        retryAfter(retryAfterMillis);
        errors.end();
        return frame.end();
    }

    private void retryAfter(long millis) {
        if (millis > 0) {
            objects.number(Keys.RETRY_AFTER_MS, millis);
        }
    }

    private void begin(MessageType type, String correlationId, long nowMillis) {
        frame.begin(ids.high(), ids.next(), type, nowMillis, SYSTEM, correlationId);
    }

    /** Ids of frames that are no events: a random half, and a number. */
    static final class Ids {
        private final long high = UUID.randomUUID().getMostSignificantBits();
        private long next = UUID.randomUUID().getLeastSignificantBits();

        long high() {
            return high;
        }

        long next() {
            return next++;
        }
    }
}
