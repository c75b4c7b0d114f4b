package io.agentbridge.client.json;

/** Text that is no JSON, or JSON that is not of the expected kind. */
public final class JsonException extends RuntimeException {
    /** With what was found where. */
    public JsonException(String message) {
        super(message);
    }
}
