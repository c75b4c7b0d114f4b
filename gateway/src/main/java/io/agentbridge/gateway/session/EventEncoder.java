package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/** Finds or makes the frames of an event that one client gets. For one thread. */
final class EventEncoder {
    private final EventFrames frames;
    private final Framer framer = new Framer();

    EventEncoder(EventFrames frames) {
        this.frames = frames;
    }

    /**
     * Gives {@code out} the frames of a tail entry for a client: its answers, which pass every filter, else what everybody gets.
     *
     * @param shown the newest event that the client was shown before: what it is shown again has the form for everybody
     */
    void encode(TailEntry entry, String clientId, Filter filter, long shown, Consumer<ByteBuffer> out) {
        boolean answered = false;
        for (int i = 0; i < entry.answers().size() && entry.sequence() > shown; i++) {
            TailEntry.Answer answer = entry.answers().get(i);
            if (answer.requester().clientId().equals(clientId)) {
                answered = true;
                out.accept(
                        answer.frames() != null
                                ? answer.frames().duplicate()
                                : answer(Objects.requireNonNull(entry.event()), answer.requester()));
            }
        }
        if (!answered && filter.accepts(entry.subjects())) {
            out.accept(
                    entry.shared() != null
                            ? entry.shared().duplicate()
                            : framer.frames(frames.shared(Objects.requireNonNull(entry.event()))));
        }
    }

    /** The same for an event read from the journal. */
    void encode(Event event, String clientId, Filter filter, long shown, Consumer<ByteBuffer> out) {
        if (event.sequence() > shown
                && EventFrames.hasAnswer(event)
                && event.cause().clientId().equals(clientId)) {
            out.accept(answer(event, event.cause()));
        } else if (filter.accepts(EventFrames.subjects(event))) {
            out.accept(framer.frames(frames.shared(event)));
        }
    }

    private ByteBuffer answer(Event event, Cause requester) {
        return framer.frames(frames.answer(event, requester));
    }
}
