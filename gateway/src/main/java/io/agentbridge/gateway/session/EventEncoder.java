package io.agentbridge.gateway.session;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.log.TailEntry;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.Filter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds or makes the frames of an event that one client gets: its answers, which pass every filter, else what everybody gets. For one thread. */
final class EventEncoder {
    /** Each client that reads from the disk holds some of these. */
    private static final int SLAB_BYTES = 32 << 10;

    private final String clientId;
    private final JoinedRequests joined;
    private final EventFrames frames;
    private final LargeFrames large;
    private final Framer framer = new Framer(SLAB_BYTES);

    EventEncoder(String clientId, JoinedRequests joined, EventFrames frames, LargeFrames large) {
        this.clientId = clientId;
        this.joined = joined;
        this.frames = frames;
        this.large = large;
    }

    /**
     * The frames of a tail entry; null if the client gets none.
     *
     * @param shown the newest event that the client was shown before: what it is shown again has the form for everybody
     */
    @Nullable
    ByteBuffer encode(TailEntry entry, Filter filter, long shown) {
        ByteBuffer answers = encodeAnswers(entry, shown);
        if (answers != null || !filter.accepts(entry.subjects())) {
            return answers;
        }
        return entry.shared() != null ? entry.shared().duplicate() : shared(Objects.requireNonNull(entry.event()));
    }

    /** The same for an event read from the journal. */
    @Nullable
    ByteBuffer encode(Event event, Filter filter, long shown) {
        ByteBuffer answers = answers(event, null, shown);
        if (answers != null || !filter.accepts(EventFrames.subjects(event))) {
            return answers;
        }
        return shared(event);
    }

    private ByteBuffer shared(Event event) {
        return EventFrames.hasStoredBodies(event) ? large.shared(event) : framer.frames(frames.shared(event));
    }

    /** The answers alone that a tail entry holds for the client; null if there are none. */
    @Nullable
    ByteBuffer encodeAnswers(TailEntry entry, long shown) {
        return entry.event() == null ? null : answers(entry.event(), entry.answer(), shown);
    }

    private @Nullable ByteBuffer answers(Event event, @Nullable ByteBuffer made, long shown) {
        if (event.sequence() <= shown) {
            return null;
        }
        boolean asked = event.cause().clientId().equals(clientId) && EventFrames.hasAnswer(event);
        List<Cause> waiting = joined.answeredBy(event);
        if (waiting.isEmpty() && !asked) {
            return null;
        }
        if (waiting.isEmpty() && made != null) {
            return made.duplicate();
        }
        List<Cause> requesters = new ArrayList<>(waiting.size() + 1);
        if (asked) {
            requesters.add(event.cause());
        }
        requesters.addAll(waiting);
        return EventFrames.hasStoredBodies(event)
                ? large.answers(event, requesters)
                : framer.frames(frames.answers(event, requesters));
    }
}
