package io.agentbridge.engine;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The state: agents, commands, tasks, approvals and the idempotency window, changed by {@link #apply} alone. Used by one thread.
 */
public final class State {
    private long sequence;

    /** The state before the first event. */
    public State() {}

    /** The state that a snapshot holds. */
    public static State restore(Snapshot snapshot) {
        State state = new State();
        state.sequence = snapshot.sequence();
        return state;
    }

    /** Applies the next event; its sequence must follow this state's. */
    public void apply(Event event) {
        sequence = event.sequence();
    }

    /** The newest event applied, 0 for none. */
    public long sequence() {
        return sequence;
    }

    /** The time of the newest event applied. */
    public long timestampMillis() {
        return 0;
    }

    /** A hash over all that this state holds; equal states have equal hashes on every machine. O(1). */
    public long hash() {
        return 0;
    }

    public Settings settings() {
        return Settings.DEFAULT;
    }

    public Snapshot.Totals totals() {
        return new Snapshot.Totals(0, 0, 0, 0);
    }

    /** In the order of creation; a view. */
    public Collection<Agent> agents() {
        return List.of();
    }

    public Collection<Command> commands() {
        return List.of();
    }

    public Collection<Task> tasks() {
        return List.of();
    }

    public Collection<Approval> approvals() {
        return List.of();
    }

    public Optional<Agent> agent(String id) {
        return Optional.empty();
    }

    public Optional<Command> command(String id) {
        return Optional.empty();
    }

    public Optional<Task> task(String id) {
        return Optional.empty();
    }

    public Optional<Approval> approval(String id) {
        return Optional.empty();
    }

    /** How far the agent's output was consumed. */
    public OutputPosition position(String agentId) {
        return OutputPosition.NONE;
    }

    /** The state as a value. */
    public Snapshot snapshot() {
        return new Snapshot(
                sequence, 0, 0, settings(), totals(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
