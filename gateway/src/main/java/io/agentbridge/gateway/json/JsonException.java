package io.agentbridge.gateway.json;

/** A text is not the JSON that is accepted. Bad input is an ordinary case, so it has no stack trace. */
public final class JsonException extends Exception {
    private final String reason;
    private final int position;

    JsonException(String problem, int position) {
        String reason = problem + " at byte " + position;
        super(reason, null, false, false);
        this.reason = reason;
        this.position = position;
    }

    /** What is wrong and where, for the writer of the text. */
    public String reason() {
        return reason;
    }

    /** Where, in bytes from the start of the text. */
    public int position() {
        return position;
    }
}
