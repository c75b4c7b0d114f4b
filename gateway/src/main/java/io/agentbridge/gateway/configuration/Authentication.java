package io.agentbridge.gateway.configuration;

/** Who may connect. */
public enum Authentication {
    /** Without a token, clients on this machine that belong to the server's own user. */
    LOCAL,
    /** Who has the token. */
    TOKEN
}
