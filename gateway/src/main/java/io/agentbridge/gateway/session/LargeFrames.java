package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.wire.EventFrames;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Frames of events whose texts are stored apart. They are made when the first client comes to them, one event at a time; clients that
 * come while others are still being sent them get the same ones. So there is one copy, however many read it. Thread-safe; reads files.
 */
final class LargeFrames {
    private final Supplier<EventFrames> frames;
    /** By sequence. Whoever is being sent frames holds them. */
    private final Map<Long, WeakReference<ByteBuffer>> shared = new HashMap<>();

    /** {@code frames} makes an encoder, whose buffer grows with what it encodes. */
    LargeFrames(Supplier<EventFrames> frames) {
        this.frames = frames;
    }

    /** What everybody gets. */
    synchronized ByteBuffer shared(Event event) {
        WeakReference<ByteBuffer> held = shared.get(event.sequence());
        ByteBuffer made = held == null ? null : held.get();
        if (made == null) {
            made = Framer.framesAlone(frames.get().shared(event));
            shared.values().removeIf(gone -> gone.refersTo(null));
            shared.put(event.sequence(), new WeakReference<>(made));
        }
        return made.asReadOnlyBuffer();
    }

    /** What the one who asked gets instead, for each of its requests. */
    synchronized ByteBuffer answers(Event event, List<Cause> requesters) {
        return Framer.framesAlone(frames.get().answers(event, requesters)).asReadOnlyBuffer();
    }
}
