package io.agentbridge.engine.input;

import io.agentbridge.engine.model.Settings;

/** What the server itself tells the engine. */
public sealed interface Notice extends Input {
    /** A server took over the journal. */
    record ServerStarted(String version, Settings settings) implements Notice {}

    /** The time of a deadline has come; the time is the step's. Sent only when one is due. */
    record DeadlineReached() implements Notice {}
}
