package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.Direction;
import io.agentbridge.client.model.Filter;
import java.time.Instant;

/** Which part of the past, and how; everything, from the oldest, where nothing is said. Immutable. */
public final class HistoryRequest {
    private static final HistoryRequest EVERYTHING = new HistoryRequest(JsonObject.EMPTY);

    private final JsonObject payload;

    private HistoryRequest(JsonObject payload) {
        this.payload = payload;
    }

    /** All of it. */
    public static HistoryRequest everything() {
        return EVERYTHING;
    }

    /** From that sequence on. */
    public HistoryRequest from(long sequence) {
        return with("from", sequence);
    }

    /** Up to that sequence. */
    public HistoryRequest to(long sequence) {
        return with("to", sequence);
    }

    /** What a filter selects. */
    public HistoryRequest filter(Filter filter) {
        return with("filter", filter.toJson());
    }

    /** From that moment on. */
    public HistoryRequest since(Instant moment) {
        return with("since", moment.toString());
    }

    /** Up to that moment. */
    public HistoryRequest until(Instant moment) {
        return with("until", moment.toString());
    }

    /** What contains a text. */
    public HistoryRequest text(String text) {
        return with("text", text);
    }

    /** So many events a page, from 1 to 1000. */
    public HistoryRequest limit(int events) {
        return with("limit", events);
    }

    /** From the oldest or from the newest. */
    public HistoryRequest direction(Direction direction) {
        return with("direction", direction.word());
    }

    private HistoryRequest with(String name, Object value) {
        return new HistoryRequest(payload.with(name, value));
    }

    /** The page behind one that ends there. */
    HistoryRequest goingOnAt(long next) {
        return isBackward() ? to(next) : from(next);
    }

    /** Whether a page that goes on there would be this one again. */
    boolean isAt(long next) {
        return payload.optionalWhole(isBackward() ? "to" : "from")
                .filter(bound -> bound == next)
                .isPresent();
    }

    private boolean isBackward() {
        return payload.value("direction")
                .filter(Direction.BACKWARD.word()::equals)
                .isPresent();
    }

    JsonObject payload() {
        return payload;
    }
}
