package io.agentbridge.client.error;

import io.agentbridge.client.json.JsonObject;
import java.util.Optional;

/** That part of the history is no longer kept. */
public final class NotRetainedException extends RequestException {
    /** As the server said it. */
    public NotRetainedException(String errorType, String message, JsonObject payload) {
        super(errorType, message, payload);
    }

    /** The oldest sequence that is kept. */
    public Optional<Long> oldest() {
        return metadata().optionalWhole("oldest");
    }

    /** The newest sequence. */
    public Optional<Long> newest() {
        return metadata().optionalWhole("newest");
    }
}
