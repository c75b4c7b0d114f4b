package io.agentbridge.gateway.body;

import io.agentbridge.engine.model.Body;
import io.agentbridge.gateway.wire.BodyReader;
import java.io.UncheckedIOException;

/**
 * Texts as clients and people are shown them: of a stored one that is damaged or missing how it begins, and that the rest cannot be had.
 * So one file that is lost hides one text, and no event. Not for what agents are told. Thread-safe; may read files.
 */
public final class ShownBodies implements BodyReader {
    private static final System.Logger LOG = System.getLogger(ShownBodies.class.getName());

    private final BodyReader bodies;

    public ShownBodies(BodyReader bodies) {
        this.bodies = bodies;
    }

    @Override
    public String text(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.text();
            case Body.Stored stored -> {
                try {
                    yield bodies.text(stored);
                } catch (UncheckedIOException spoilt) {
                    LOG.log(System.Logger.Level.WARNING, "a stored text is shown by its beginning alone", spoilt);
                    yield stored.preview() + "… (the rest of " + stored.bytes()
                            + " bytes is damaged or missing; \"agent-bridge journal verify\" says more)";
                }
            }
        };
    }
}
