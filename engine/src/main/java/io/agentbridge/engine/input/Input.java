package io.agentbridge.engine.input;

/** Anything that the engine is told. */
public sealed interface Input permits Request, Report, Notice {}
