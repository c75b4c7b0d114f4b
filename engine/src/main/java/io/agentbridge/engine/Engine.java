package io.agentbridge.engine;

import io.agentbridge.engine.input.Input;

/** Decides what follows from an input, and applies it to the state. Deterministic; used by one thread. */
public final class Engine {
    private final State state;

    /** An engine that goes on from {@code state}, which it owns from now on. */
    public Engine(State state) {
        this.state = state;
    }

    /**
     * Takes one step.
     *
     * @param timestampMillis the step's time; a time before the last step's counts as that one
     * @param decision receives what was decided
     */
    public void step(Input input, long timestampMillis, Decision decision) {
        decision.clear();
    }

    /** When the next deadline is due, {@link Long#MAX_VALUE} for never; a {@code DeadlineReached} is wanted then. O(1). */
    public long nextDeadlineMillis() {
        return Long.MAX_VALUE;
    }

    public State state() {
        return state;
    }
}
