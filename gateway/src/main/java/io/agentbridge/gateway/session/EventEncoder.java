package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds or makes the frames of an event that one client gets. For one thread. */
final class EventEncoder {
    private final EventFrames frames;
    private final Framer framer = new Framer();

    EventEncoder(EventFrames frames) {
        this.frames = frames;
    }

    /** The frames of a tail entry for a client; null if its filter leaves the event out. Answers pass every filter. */
    @Nullable
    ByteBuffer of(TailEntry entry, String clientId, Filter filter) {
        for (int i = 0; i < entry.answers().size(); i++) {
            TailEntry.Answer answer = entry.answers().get(i);
            if (answer.requester().clientId().equals(clientId)) {
                return answer.frames() != null
                        ? answer.frames().duplicate()
                        : answer(Objects.requireNonNull(entry.event()), answer.requester());
            }
        }
        if (!filter.accepts(entry.subjects())) {
            return null;
        }
        return entry.shared() != null
                ? entry.shared().duplicate()
                : framer.frames(frames.shared(Objects.requireNonNull(entry.event())));
    }

    /** The frames of an event read from the journal. */
    @Nullable
    ByteBuffer of(Event event, String clientId, Filter filter) {
        if (EventFrames.hasAnswer(event) && event.cause().clientId().equals(clientId)) {
            return answer(event, event.cause());
        }
        return filter.accepts(EventFrames.subjects(event)) ? framer.frames(frames.shared(event)) : null;
    }

    private ByteBuffer answer(Event event, Cause requester) {
        return framer.frames(frames.answer(event, requester));
    }
}
