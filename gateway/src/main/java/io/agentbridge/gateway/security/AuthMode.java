package io.agentbridge.gateway.security;

/** How a client shows who it is. */
public enum AuthMode {
    /** A process of the same user on this machine needs nothing, everybody else the token. */
    LOCAL,
    /** Everybody needs the token. */
    TOKEN
}
