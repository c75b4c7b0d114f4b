package io.agentbridge.client.stream;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Event;
import io.agentbridge.client.model.Filter;
import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.HistoryPage;
import io.agentbridge.client.model.Position;
import io.agentbridge.client.model.Start;
import io.agentbridge.client.model.State;
import io.agentbridge.client.model.Subscribed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription of a client, carried over every disconnection: turns what the server tells into events for one subscriber, who
 * may be slower than the server.
 *
 * <p>When its mailbox is full, events are let go, and the stream goes on without them: answers to requests never wait behind events. Once
 * the mailbox has been read to the half, what was let go is asked for, no more of it at a time than there is room for: by pages of the
 * history, and the last piece by a subscription that begins there. So nothing is lost, and nothing is shown twice. For one thread, but for
 * {@link #position} and {@link #isLagging}.
 */
public final class EventStream {
    /** The server gives no more events of the past at once. */
    private static final int MAX_PAGE = 1000;

    /** What was chosen, and not confirmed yet. */
    private record Wanted(Start start, Filter filter) {}

    private final int capacity;
    private final Cursor cursor = new Cursor();
    private final StateParts parts = new StateParts();
    private Filter filter = Filter.everything();
    private @Nullable Mailbox<Event> consumer;
    private @Nullable Wanted wanted;
    private boolean snapshotOwed;
    private Set<Long> ahead = Set.of();
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
        return true;
    }

    /** A subscriber wants no more. */
    public void leave(Mailbox<Event> mailbox) {
        if (consumer == mailbox) {
            consumer = null;
            snapshotOwed = snapshotOwed && !lagging;
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

    /** Whether a subscription brings all that was let go, and it has room; else it is to be had by {@link #missing}. */
    public boolean shouldSubscribe() {
        Position here = position;
        return snapshotOwed || here == null || cursor.complete() - here.sequence() <= room();
    }

    /** What there is room for now of what was let go. */
    public Missing missing() {
        return new Missing(Objects.requireNonNull(position), filter, Math.clamp(room(), 1, MAX_PAGE));
    }

    /** Takes a page of what was let go, unless another place was chosen meanwhile. */
    public void found(Missing missing, HistoryPage page) {
        boolean current = missing.after().equals(position) && missing.filter().equals(filter);
        if (!lagging || cursor.isPaused() || consumer == null || !current) {
            return;
        }
        long last = keepWhole(consumer, page);
        if (last <= missing.after().sequence()) {
            oweSnapshot();
            return;
        }
        position = new Position(missing.after().epoch(), last);
        lagging = !Objects.equals(position, cursor.position());
    }

    /** How far the page, of which whole events are kept while there is room, brings the subscriber. */
    private long keepWhole(Mailbox<Event> mailbox, HistoryPage page) {
        // What the page has beyond the stream's own place, the stream is about to bring.
        long last = Math.min(page.last(), cursor.complete());
        List<Event> whole = new ArrayList<>();
        for (Event event : page.events()) {
            whole.add(event);
            if (event.more()) {
                continue;
            }
            long sequence = event.sequence().orElse(0L);
            if (sequence > last || (!ahead.contains(sequence) && !mailbox.offer(whole))) {
                return Math.min(last, sequence - 1);
            }
            whole.clear();
        }
        return last;
    }

    /** What was let go is not to be had any more: the state as it is now takes its place. */
    public void oweSnapshot() {
        snapshotOwed = lagging;
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
        Start start = snapshotOwed ? Start.snapshot() : shouldSubscribe() ? position : cursor.position();
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
        Position place = new Position(payload.text("epoch"), after);
        boolean recovered = payload.isTrue("recovered");
        boolean goesOn = recovered && wanted == null;
        if (wanted != null) {
            filter = wanted.filter();
            wanted = null;
        }
        // Until the whole snapshot is here, a lost connection means to ask for one again.
        snapshotOwed = !recovered;
        cursor.follow(place, !filter.isEverything());
        if (lagging && goesOn) {
            cursor.showed(ahead);
        }
        lagging = lagging && goesOn && !place.equals(position);
        reached();
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
        cursor.follow(place, !filter.isEverything());
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
        if (!frames.isEmpty() && !keep(frames, Optional.empty())) {
            // Deltas are not to be had again.
            frame.sequence().ifPresent(this::letGo);
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
            lagging = !keep(List.of(frame), Optional.of(state));
            snapshotOwed = lagging;
            reached();
        });
    }

    private int room() {
        return consumer == null ? capacity : capacity - consumer.size();
    }

    /** Whether nobody wants them, or there was room. */
    private boolean keep(List<Frame> frames, Optional<State> state) {
        if (consumer == null) {
            return true;
        }
        return !lagging
                && consumer.offer(
                        frames.stream().map(frame -> new Event(frame, state)).toList());
    }

    private void letGo(long sequence) {
        cursor.letGo(sequence);
        if (!lagging) {
            ahead = cursor.ahead();
            lagging = true;
        }
    }

    private void reached() {
        if (!lagging && !snapshotOwed) {
            position = cursor.position();
        }
    }
}
