package io.agentbridge.gateway.wire;

import java.util.List;

/**
 * What the acknowledgement tells about the server.
 *
 * @param epoch names the history
 * @param durability what an acknowledged event survives: {@code os}, {@code disk} or {@code quorum}
 * @param backends names of the configured backends
 */
public record ServerIdentity(
        String name, String version, String epoch, String durability, List<String> backends, WireLimits limits) {
    public ServerIdentity {
        backends = List.copyOf(backends);
    }
}
