package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Body;

/** Where the encoders find the text of a body; may read from the disk for a stored one. */
@FunctionalInterface
public interface BodyReader {
    /** The whole text. */
    String text(Body body);
}
