package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.input.Input;
import org.jspecify.annotations.Nullable;

/**
 * A slot of the ring: one input on its way through the stages, and what the engine made of it.
 *
 * <p>Either an input for the engine, or a delta, a piece of an agent's output that is shown and not kept, or a seal. Publication hands a slot
 * from thread to thread, so its fields need no fence of their own.
 */
final class Step {
    private @Nullable Input input;
    private @Nullable Delta delta;
    private boolean seal;
    private long timestampMillis;
    private final Decision decision = new Decision();
    private long stateHash;

    void take(Input value, long atMillis) {
        input = value;
        delta = null;
        seal = false;
        timestampMillis = atMillis;
    }

    void take(Delta value, long atMillis) {
        input = null;
        delta = value;
        seal = false;
        timestampMillis = atMillis;
    }

    /** Takes the word that nothing came for a while, so that the journal may be sealed. */
    void takeSeal(long atMillis) {
        input = null;
        delta = null;
        seal = true;
        timestampMillis = atMillis;
    }

    @Nullable
    Input input() {
        return input;
    }

    @Nullable
    Delta delta() {
        return delta;
    }

    boolean isSeal() {
        return seal;
    }

    long timestampMillis() {
        return timestampMillis;
    }

    Decision decision() {
        return decision;
    }

    long stateHash() {
        return stateHash;
    }

    void stateHash(long value) {
        stateHash = value;
    }

    /** Lets go of what the slot held, so that the ring does not keep large inputs alive. */
    void release() {
        input = null;
        delta = null;
    }
}
