package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Body;

/** Where the decoder puts texts of any size. */
@FunctionalInterface
public interface BodyStore {
    /** A body that holds {@code text}: in place if it is small, else in the blob store, written when this returns. */
    Body keep(String text);
}
