package io.agentbridge.client.model;

import io.agentbridge.client.error.RequestException;
import io.agentbridge.client.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One frame of one event, or a whole snapshot, which means: forget what you know, this is the state now. The readers {@link #agent} to
 * {@link #error} show what the event is about, empty if it is nothing of that kind.
 *
 * @param frame as it came
 * @param state the whole state, of a snapshot alone
 */
public record Event(Frame frame, Optional<State> state) {
    /** The type of a snapshot. */
    public static final String SNAPSHOT = "connection:snapshot";

    private static final String PROGRESS = "command:progress";

    /** Such as {@code agent:status}. */
    public String type() {
        return frame.type();
    }

    /** All that it says. */
    public JsonObject payload() {
        return frame.payload();
    }

    /** When it happened. */
    public Instant timestamp() {
        return frame.timestamp();
    }

    /** Its number in the history; empty for deltas. */
    public Optional<Long> sequence() {
        return state.isPresent() ? state.map(State::sequence) : frame.sequence();
    }

    /** Whether another frame of the same event follows: remember a position only where this is false. */
    public boolean more() {
        return frame.more();
    }

    /** The agent that it shows. */
    public Optional<Agent> agent() {
        return object("agent").map(Agent::of);
    }

    /** The task that it shows. */
    public Optional<Task> task() {
        return object("task").map(Task::of);
    }

    /** The approval that it shows. */
    public Optional<Approval> approval() {
        return object("approval").map(Approval::of);
    }

    /** The progress that it is. */
    public Optional<Progress> progress() {
        return type().equals(PROGRESS) ? Optional.of(Progress.of(payload())) : Optional.empty();
    }

    /** The error that it is. */
    public Optional<RequestException> error() {
        return frame.isError() ? Optional.of(RequestException.of(payload())) : Optional.empty();
    }

    private Optional<JsonObject> object(String name) {
        return payload().value(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }
}
