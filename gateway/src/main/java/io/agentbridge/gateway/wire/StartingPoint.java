package io.agentbridge.gateway.wire;

/** From where a subscriber wants the events. */
public sealed interface StartingPoint {
    /** What happens from now on. */
    record Now() implements StartingPoint {}

    /** The state as it is, then everything after it. */
    record FromSnapshot() implements StartingPoint {}

    /** Everything after {@code sequence}, the last one the client saw complete; 0 for the whole history. */
    record After(long sequence) implements StartingPoint {}
}
