package io.agentbridge.gateway.codec;

/** What was to be decoded is not what an encoder of a known format writes; the message names the field. */
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
