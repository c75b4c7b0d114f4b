package io.agentbridge.gateway.log;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.wire.Subjects;
import java.nio.ByteBuffer;
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
 * @param answer the frames for the one who asked, instead of the shared ones; null where nobody did, and where its session encodes them
 * @param bytes what it counts for in the tail's bound
 */
public record TailEntry(
        long position,
        long sequence,
        @Nullable Event event,
        Subjects subjects,
        @Nullable ByteBuffer shared,
        @Nullable ByteBuffer answer,
        long bytes) {}
