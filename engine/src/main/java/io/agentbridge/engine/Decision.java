package io.agentbridge.engine;

import io.agentbridge.engine.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one step decided: its events in order, or a reply. Reused from step to step by the thread that steps the engine. */
public final class Decision {
    private final List<Event> events = new ArrayList<>();
    private final List<Event> view = Collections.unmodifiableList(events);
    private Reply reply = Reply.none();

    /** The events of the step; a view that the next step overwrites. */
    public List<Event> events() {
        return view;
    }

    /** The reply of the step, {@link Reply#none()} if its events say everything. */
    public Reply reply() {
        return reply;
    }

    /** Forgets the step, whose events may be large. */
    public void clear() {
        events.clear();
        reply = Reply.none();
    }

    void add(Event event) {
        events.add(event);
    }

    void reply(Reply value) {
        reply = value;
    }
}
