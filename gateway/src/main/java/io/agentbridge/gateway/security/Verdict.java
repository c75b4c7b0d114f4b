package io.agentbridge.gateway.security;

import java.util.Optional;

/** What an {@link Authenticator} says of a handshake. */
public sealed interface Verdict {
    /**
     * Let in.
     *
     * @param subprotocol the WebSocket sub-protocol to answer with, if one was offered that is spoken
     */
    record Accepted(Principal principal, Optional<String> subprotocol) implements Verdict {}

    /** Not let in: the HTTP status, and what the client can do about it. */
    record Refused(int status, String reason) implements Verdict {}
}
