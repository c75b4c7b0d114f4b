package io.agentbridge.gateway.log;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.wire.Subjects;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One published thing at its position in the tail: an event, or a piece of an agent's output that is shown and not kept.
 *
 * <p>Immutable. Frames are complete WebSocket frames in direct memory, shared by all sessions.
 *
 * @param position dense, from 1, over events and ephemeral pieces alike
 * @param sequence the event's; of the newest event before it for an ephemeral piece
 * @param event the event, null for an ephemeral piece
 * @param subjects what filters look at
 * @param shared the frames for everybody; null where they hold stored bodies, and each session encodes them when it sends
 * @param answers the frames for those who asked, instead of the shared ones
 * @param bytes what it counts for in the tail's bound
 */
public record TailEntry(
        long position,
        long sequence,
        @Nullable Event event,
        Subjects subjects,
        @Nullable ByteBuffer shared,
        List<Answer> answers,
        long bytes) {
    /** The frames for one requester; null frames are encoded by its session. */
    public record Answer(Cause requester, @Nullable ByteBuffer frames) {}
}
