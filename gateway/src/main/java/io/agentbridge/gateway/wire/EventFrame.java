package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;

/**
 * One frame of an event on its way: its head, which tells whose answer it is and which event's, then the payload that others write to
 * {@link #output}. For one thread; reuses its buffer.
 */
final class EventFrame {
    static final String SYSTEM = "system";
    static final JsonName CANCELLING = JsonName.value("cancelling");
    private static final JsonName COMMAND_RESPONSE = JsonName.value("command_response");

    private final long epochBits;
    private final JsonOutput output = new JsonOutput();
    private final FrameWriter frame;
    private final ObjectWriter objects;

    private long ephemeral;

    /** @param epoch names the history, for the frames' ids */
    EventFrame(String epoch, BodyReader bodies) {
        Timestamps timestamps = new Timestamps();
        this.epochBits = FrameIds.bits(epoch);
        this.frame = new FrameWriter(output, timestamps);
        this.objects = new ObjectWriter(output, timestamps, bodies, false);
    }

    /** Where the payload goes. */
    JsonOutput output() {
        return output;
    }

    /** Writes objects into the payload. */
    ObjectWriter objects() {
        return objects;
    }

    /**
     * Begins the only frame of an event for somebody, up to its payload's first member.
     *
     * @param source where it comes from
     * @param objectCause the request that made the object, told where the event has none of its own
     * @param requester whom it answers, or {@link Cause#NONE} if it is for everybody
     */
    void begin(Event event, MessageType type, String source, Cause objectCause, Cause requester) {
        begin(event, type, 0, false, source, objectCause, requester);
    }

    /**
     * Begins one frame of several.
     *
     * @param part which, from 0
     * @param more whether another follows
     */
    void begin(
            Event event, MessageType type, int part, boolean more, String source, Cause objectCause, Cause requester) {
        boolean answering = requester.isRequest();
        frame.head(
                FrameIds.high(epochBits, answering ? FrameIds.ANSWER : part),
                event.sequence(),
                type,
                event.timestampMillis(),
                source,
                answering ? Correlation.of(requester).answerId() : "");
        Cause asked = event.cause().isRequest() ? event.cause() : objectCause;
        frame.event(event.sequence(), more, answering ? requester : asked);
        frame.payload();
    }

    /** Begins an answer in the dialect without types, up to its data's first member behind the head. */
    void beginLegacy(Event event, String command, Cause requester) {
        frame.legacyHead(
                FrameIds.high(epochBits, FrameIds.ANSWER), event.sequence(), COMMAND_RESPONSE, event.timestampMillis());
        frame.event(event.sequence(), false, requester);
        frame.legacyData(command, true, requester.requestId());
    }

    /** Begins a frame without a sequence, of something that is not kept. */
    void beginEphemeral(MessageType type, String source, long timestampMillis) {
        frame.begin(FrameIds.high(epochBits, FrameIds.EPHEMERAL), ephemeral++, type, timestampMillis, source, "");
    }

    /** Begins the payload of a request that was carried out at once. */
    void result(JsonName command) {
        output.name(Keys.COMMAND);
        output.value(command);
        objects.bool(Keys.SUCCESS, true);
        objects.seconds(Keys.EXECUTION_TIME, 0);
    }

    /** Writes an object that has the members that stand between two places of the payload. */
    void copiedObject(JsonName name, int start, int end) {
        output.name(name);
        output.beginObject();
        output.copyMembers(start, end);
        output.endObject();
    }

    /** Ends the frame. */
    byte[] end() {
        return frame.end();
    }
}
