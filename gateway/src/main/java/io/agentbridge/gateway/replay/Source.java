package io.agentbridge.gateway.replay;

import java.io.IOException;
import java.util.Optional;

/** Shows one thing after the other. Used by one thread at a time. */
interface Source<T> {
    /** The next one, or empty at the end of what there is. */
    Optional<T> next() throws IOException;
}
