package io.agentbridge.gateway.security;

/** What a principal may do; each role includes those before it. */
public enum Role {
    /** Sees everything, changes nothing. */
    OBSERVE,
    /** Also creates and drives agents. */
    OPERATE,
    /** Also runs the server. */
    ADMIN
}
