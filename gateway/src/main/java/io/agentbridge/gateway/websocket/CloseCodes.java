package io.agentbridge.gateway.websocket;

/** Close codes, RFC 6455 section 7.4 and the registry it founded. */
public final class CloseCodes {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    /** Reported, never sent: the close frame held no code. */
    public static final int NO_STATUS = 1005;
    /** Reported, never sent: there was no close frame. */
    public static final int ABNORMAL = 1006;

    public static final int INVALID_DATA = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;

    private CloseCodes() {}

    /** Whether a peer may put this code into a close frame: 1004, 1005, 1006, 1015 and the unassigned are reserved. */
    public static boolean isValidOnWire(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
