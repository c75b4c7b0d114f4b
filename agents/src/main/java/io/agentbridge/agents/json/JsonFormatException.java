package io.agentbridge.agents.json;

/** The bytes are not a JSON object within the limits. */
public final class JsonFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public JsonFormatException(String message) {
        super(message);
    }
}
