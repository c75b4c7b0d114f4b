package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ProgressKind;
import java.util.List;

/**
 * The frames of an event: a pure function of it, so that encoding a journal again gives what was sent. Each element is the UTF-8
 * text of one JSON message. For one thread; reuses its buffer.
 */
public final class EventFrames {
    private final String epoch;
    private final BodyReader bodies;

    /** @param epoch names the history, for the frames' ids */
    public EventFrames(String epoch, BodyReader bodies) {
        this.epoch = epoch;
        this.bodies = bodies;
    }

    /** What everybody who may see the event gets; at least one frame, in order. */
    public List<byte[]> shared(Event event) {
        return List.of((epoch + bodies + event).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /**
     * What the one who asked gets instead of {@link #shared}.
     *
     * @param requester the request that is answered: the event's cause, or that of a later re-send of it
     * @throws IllegalArgumentException if the event {@linkplain #hasAnswer answers} nothing
     */
    public List<byte[]> answer(Event event, Cause requester) {
        return List.of((epoch + requester + event).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A piece of an agent's output as it is produced: a frame without a sequence, which may be dropped or merged. */
    public byte[] delta(String agentId, String commandId, ProgressKind kind, String text, long timestampMillis) {
        return (epoch + agentId + commandId + kind + text + timestampMillis)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Whether the event is the answer to the request that is its cause. */
    public static boolean hasAnswer(Event event) {
        return event.cause().isRequest();
    }

    /** Whether its frames hold bodies that must be read from the blob store: to be encoded away from the hot path. */
    public static boolean hasStoredBodies(Event event) {
        return event.sequence() < 0;
    }

    /** What the event is about. */
    public static Subjects subjects(Event event) {
        return new Subjects(List.of(), List.of(), List.of(event.toString()));
    }
}
