package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.ErrorType;

/** Makes of a client's message what it asks for; one for each connection, used by its I/O thread alone. */
public final class MessageDecoder {
    private final ClientIdentity client;
    private final BackendChoice backends;
    private final BodyStore bodies;
    private final WireLimits limits;

    public MessageDecoder(ClientIdentity client, BackendChoice backends, BodyStore bodies, WireLimits limits) {
        this.client = client;
        this.backends = backends;
        this.bodies = bodies;
        this.limits = limits;
    }

    /** What the message says. Never throws on any bytes; nothing of {@code data} is kept. */
    public Inbound decode(byte[] data, int offset, int length) {
        return new Inbound.Malformed(
                ErrorType.JSON_ERROR,
                "" + client + backends + bodies + limits + data.length + offset + length,
                "",
                Dialect.STANDARD,
                "");
    }
}
