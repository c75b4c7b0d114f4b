package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.model.ProgressKind;

/** What is shown to whoever looks, and not journaled. */
public sealed interface Ephemeral {
    /** A piece of an agent's output as it is produced. */
    record Delta(String agentId, String commandId, ProgressKind kind, String text) implements Ephemeral {}

    /** A client's word that an agent is alive, and when it came. */
    record Heartbeat(String agentId, long atMillis) implements Ephemeral {}
}
