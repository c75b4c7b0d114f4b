package io.agentbridge.client.stream;

import io.agentbridge.client.model.Frame;
import io.agentbridge.client.model.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is in the server's history: turns the frames of any number of connections into each event once, whole and in order.
 *
 * <p>While it is <em>paused</em> it lets nothing pass: until the server has confirmed a subscription, what arrives belongs to another
 * place. For one thread.
 */
public final class Cursor {
    private static final int MAX_AHEAD = 10_000;

    private @Nullable String epoch;
    private long complete;
    private long newest;
    private boolean filtered;
    private boolean paused = true;
    private final List<Frame> open = new ArrayList<>();
    private final Set<Long> ahead = new HashSet<>();
    private final Recent deltas = new Recent();

    /** The last whole event; null before the first connection. */
    public @Nullable Position position() {
        return epoch == null ? null : new Position(epoch, complete);
    }

    /** The last whole event. */
    public long complete() {
        return complete;
    }

    /** The newest event that the server spoke of. */
    public long newest() {
        return newest;
    }

    /** Whether events are left out. */
    public boolean isFiltered() {
        return filtered;
    }

    /** Whether nothing passes. */
    public boolean isPaused() {
        return paused;
    }

    /** The events behind the position that were shown already. */
    public Set<Long> ahead() {
        return Set.copyOf(ahead);
    }

    /** Those of these events that come yet are not to be shown again. */
    public void showed(Set<Long> events) {
        events.stream().filter(sequence -> sequence > complete).forEach(ahead::add);
    }

    /** Lets nothing pass until {@link #follow}. */
    public void pause() {
        paused = true;
        open.clear();
    }

    /** The frames from now on are those after a position. Where that is where this was, what was shown ahead is not shown again. */
    public void follow(Position after, boolean withFilter) {
        if (!after.equals(position())) {
            ahead.clear();
        }
        epoch = after.epoch();
        complete = after.sequence();
        newest = Math.max(newest, complete);
        filtered = withFilter;
        paused = false;
        open.clear();
    }

    /** A connection opened to a server with that history. */
    public void greeted(String serverEpoch, long serverNewest) {
        newest = serverEpoch.equals(epoch) ? Math.max(newest, serverNewest) : serverNewest;
    }

    /** A filtered stream has come as far as this. */
    public void passed(long sequence) {
        newest = Math.max(newest, sequence);
        if (filtered && !paused && open.isEmpty() && sequence > complete) {
            completed(sequence);
        }
    }

    /** What was shown of that event was not kept: where it was shown ahead, it is to be shown again in its turn. */
    public void letGo(long sequence) {
        ahead.remove(sequence);
    }

    /**
     * The frames to show now: none, or a whole event.
     *
     * @throws GapException if events are missing before it
     */
    public List<Frame> take(Frame frame) throws GapException {
        if (frame.sequence().isEmpty()) {
            return !paused && deltas.add(frame.id()) ? List.of(frame) : List.of();
        }
        long sequence = frame.sequence().get();
        newest = Math.max(newest, sequence);
        if (paused || sequence <= complete) {
            return List.of();
        }
        long expected =
                open.isEmpty() ? complete + 1 : open.getFirst().sequence().orElseThrow();
        if (frame.correlationId().isPresent() && sequence > complete + 1 && sequence != expected) {
            return outOfOrder(frame, sequence);
        }
        if (open.isEmpty() ? !filtered && sequence != expected : sequence != expected) {
            throw new GapException(sequence, expected);
        }
        if (open.stream()
                .anyMatch(seen -> seen.id().equals(frame.id()) && seen.type().equals(frame.type()))) {
            return List.of();
        }
        open.add(frame);
        if (frame.more()) {
            return List.of();
        }
        List<Frame> frames = ahead.contains(sequence) ? List.of() : List.copyOf(open);
        completed(sequence);
        return frames;
    }

    /**
     * The answer to a request that was sent before, maybe by an earlier run of the program, may come out of turn. Without a filter the
     * stream itself will bring the event. With one this may be all that ever comes of it.
     */
    private List<Frame> outOfOrder(Frame frame, long sequence) {
        if (!filtered || ahead.contains(sequence)) {
            return List.of();
        }
        if (ahead.size() < MAX_AHEAD) {
            ahead.add(sequence);
        }
        return List.of(frame);
    }

    private void completed(long sequence) {
        complete = sequence;
        open.clear();
        ahead.removeIf(shown -> shown <= sequence);
    }
}
