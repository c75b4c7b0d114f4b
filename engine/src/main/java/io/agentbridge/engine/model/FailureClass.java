package io.agentbridge.engine.model;

/** Why a prompt or an agent failed, as far as its backend can tell. */
public enum FailureClass {
    NONE,
    /** Not logged in, or the key was refused. */
    AUTHENTICATION,
    RATE_LIMIT,
    /** The model's service is overloaded. */
    OVERLOADED,
    NETWORK,
    /** The prompt was refused: too long, malformed. */
    INPUT,
    /** A limit of turns or money was reached. */
    LIMIT,
    TIMEOUT,
    /** Output stopped coming. */
    SILENCE,
    /** The process ended. */
    EXIT,
    INTERNAL,
    /** It was cut short and nobody had asked for that: the server stopped. */
    INTERRUPTED
}
