package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.input.Input;
import org.jspecify.annotations.Nullable;

/**
 * A slot of the ring: one input on its way through the stages, and what the engine made of it.
 *
 * <p>Either an input for the engine, or something ephemeral, that is shown and not kept, or a seal. Publication hands a slot
 * from thread to thread, so its fields need no fence of their own.
 */
final class Step {
    private @Nullable Input input;
    private @Nullable Ephemeral ephemeral;
    private boolean seal;
    private long timestampMillis;
    private final Decision decision = new Decision();
    private long stateHash;

    void take(Input value, long atMillis) {
        input = value;
        ephemeral = null;
        seal = false;
        timestampMillis = atMillis;
    }

    void take(Ephemeral value, long atMillis) {
        input = null;
        ephemeral = value;
        seal = false;
        timestampMillis = atMillis;
    }

    /** Takes the word that nothing came for a while, so that the journal may be sealed. */
    void takeSeal(long atMillis) {
        input = null;
        ephemeral = null;
        seal = true;
        timestampMillis = atMillis;
    }

    @Nullable
    Input input() {
        return input;
    }

    @Nullable
    Ephemeral ephemeral() {
        return ephemeral;
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

    /** Lets go of what the slot held, so that the ring does not keep large inputs and events alive. */
    void release() {
        decision.clear();
        input = null;
        ephemeral = null;
    }
}
