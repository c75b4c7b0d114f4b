package io.agentbridge.client.stream;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.Subscribed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription of a client, carried over every disconnection: turns what the server tells into events for one subscriber, who
 * may be slower than the server.
 *
 * <p>When its mailbox is full, events are let go; once it has been read to the half, they are asked for again, after the last one that was
 * kept. So nothing is lost, nothing is shown twice, and answers to requests never wait behind events. For one thread, but for {@link
 * #position} and {@link #isLagging}.
 */
public final class EventStream {
    /** What was chosen, and not confirmed yet. */
    private record Wanted(Start start, Filter filter) {}

    private final int capacity;
    private final Cursor cursor = new Cursor();
    private final StateParts parts = new StateParts();
    private Filter filter = Filter.everything();
    private @Nullable Mailbox<Event> consumer;
    private @Nullable Wanted wanted;
    private boolean snapshotOwed;
    private @Nullable Position kept;
    private volatile boolean lagging;
    private volatile @Nullable Position position;

    /** For mailboxes of that capacity. */
    public EventStream(int capacity) {
        this.capacity = capacity;
    }

    /** Where the stream is. */
    public Cursor cursor() {
        return cursor;
    }

    /**
     * Everything up to here was kept for the subscriber, or passed by where there is none; a snapshot counts when it is whole. Null
     * before the first connection.
     */
    public @Nullable Position position() {
        return position;
    }

    /** Whether events were let go because the mailbox was full. */
    public boolean isLagging() {
        return lagging;
    }

    /** Begins to keep events; false if another subscriber has them. */
    public boolean consume(Mailbox<Event> mailbox) {
        if (consumer != null) {
            return false;
        }
        consumer = mailbox;
        lagging = false;
        kept = position;
        return true;
    }

    /** A subscriber wants no more. */
    public void leave(Mailbox<Event> mailbox) {
        if (consumer == mailbox) {
            consumer = null;
            lagging = false;
            reached();
        }
    }

    /** Nothing more comes. */
    public void end(@Nullable Throwable reason) {
        if (consumer != null) {
            consumer.end(reason);
        }
    }

    /** Whether there is room again for what was let go. */
    public boolean shouldCatchUp() {
        return lagging && !cursor.isPaused() && consumer != null && consumer.size() <= capacity / 2;
    }

    /** The next subscription begins there. It replaces this one when the server has confirmed it. */
    public void choose(Start start, Filter only) {
        wanted = new Wanted(start, only);
    }

    /** Lets nothing pass until the next subscription is confirmed. */
    public void pause() {
        cursor.pause();
    }

    /** The payload of the chosen subscription, else of one that goes on where this is. Until it is confirmed nothing is shown. */
    public JsonObject request() {
        Start start = snapshotOwed ? Start.snapshot() : position;
        Filter only = filter;
        if (wanted != null) {
            start = wanted.start();
            only = wanted.filter();
        }
        cursor.pause();
        JsonObject payload =
                switch (start) {
                    case null -> JsonObject.EMPTY.with("from", "now");
                    case Start.Now _ -> JsonObject.EMPTY.with("from", "now");
                    case Start.Snapshot _ -> JsonObject.EMPTY.with("from", "snapshot");
                    case Position place ->
                        JsonObject.EMPTY.with("epoch", place.epoch()).with("from", place.sequence());
                };
        return only.isEverything() ? payload : payload.with("filter", only.toJson());
    }

    /** Takes the confirmation. */
    public Subscribed subscribed(JsonObject payload) {
        long after = payload.value("from").orElse("") instanceof Long sequence ? sequence : cursor.newest();
        boolean recovered = payload.isTrue("recovered");
        if (wanted != null) {
            filter = wanted.filter();
            wanted = null;
        }
        // Until the whole snapshot is here, a lost connection means to ask for one again.
        snapshotOwed = !recovered;
        lagging = false;
        Position place = new Position(payload.text("epoch"), after);
        follow(place, recovered ? place : position);
        return new Subscribed(recovered, place);
    }

    /** Takes the refusal; whether it was of a chosen subscription, so that the one before it can go on. */
    public boolean refused() {
        boolean chosen = wanted != null;
        wanted = null;
        return chosen;
    }

    /** What comes is what happens after a place. */
    public void follow(Position place) {
        follow(place, place);
    }

    private void follow(Position place, @Nullable Position seen) {
        cursor.follow(place, !filter.isEverything());
        kept = seen;
        reached();
    }

    /** A filtered stream has come as far as this. */
    public void passed(long sequence) {
        cursor.passed(sequence);
        reached();
    }

    /**
     * The frames that are to be shown now, which the subscriber gets too.
     *
     * @throws GapException if events are missing before it
     */
    public List<Frame> take(Frame frame) throws GapException {
        List<Frame> frames = cursor.take(frame);
        if (!frames.isEmpty() && consumer != null && (lagging || !keep(consumer, frames))) {
            frame.sequence().ifPresent(cursor::letGo);
        }
        reached();
        return frames;
    }

    /** Takes a part of a snapshot. */
    public void snapshot(Frame frame) {
        if (cursor.isPaused()) {
            return;
        }
        parts.add(frame.payload()).ifPresent(state -> {
            // Without room even for the state it is let go, and asked for again.
            lagging = consumer != null && !consumer.offer(List.of(new Event(frame, Optional.of(state))));
            snapshotOwed = lagging;
            kept = lagging ? kept : cursor.position();
            reached();
        });
    }

    private boolean keep(Mailbox<Event> mailbox, List<Frame> frames) {
        List<Event> events =
                frames.stream().map(frame -> new Event(frame, Optional.empty())).toList();
        if (!mailbox.offer(events)) {
            lagging = frames.getLast().sequence().isPresent();
            return false;
        }
        if (frames.getLast().sequence().isPresent()) {
            kept = cursor.position();
        }
        return true;
    }

    private void reached() {
        position = lagging || snapshotOwed ? kept : cursor.position();
    }
}
