package io.agentbridge.gateway.pipeline;

import io.agentbridge.engine.model.ProgressKind;

/** A piece of an agent's output as it is produced: shown to whoever looks, not journaled. */
public record Delta(String agentId, String commandId, ProgressKind kind, String text) {}
