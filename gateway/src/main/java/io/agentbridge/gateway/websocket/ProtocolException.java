package io.agentbridge.gateway.websocket;

/** The peer broke RFC 6455 or a limit: the connection is failed with a close code (section 7.1.7). */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** A peer can cause one at will, so it costs no stack trace. */
    ProtocolException(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
