package io.agentbridge.bench.load;

import java.nio.charset.StandardCharsets;

/** The envelope's keys and the message types that the workloads look at. */
final class Envelope {
    static final byte[] TYPE = ascii("type");
    static final byte[] PAYLOAD = ascii("payload");
    static final byte[] CORRELATION_ID = ascii("correlation_id");
    static final byte[] AGENT_ID = ascii("agent_id");
    static final byte[] ACK = ascii("connection:ack");
    static final byte[] PONG = ascii("connection:pong");
    static final byte[] SUBSCRIBED = ascii("connection:subscribed");
    static final byte[] RESULT = ascii("command:result");
    static final byte[] SYSTEM_ERROR = ascii("system:error");

    /** A timestamp as clients send it; nothing depends on it. */
    static final String TIMESTAMP = "2026-01-01T00:00:00.000+00:00";

    private static final int MAX_QUOTED = 400;

    private Envelope() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the message is of {@code type}. */
    static boolean isType(byte[] bytes, int offset, int length, byte[] type) {
        return JsonFields.isString(bytes, JsonFields.find(bytes, offset, offset + length, TYPE), type);
    }

    /** The slice of the message's correlation id, or {@link JsonFields#ABSENT}. */
    static long correlation(byte[] bytes, int offset, int length) {
        return JsonFields.find(bytes, offset, offset + length, CORRELATION_ID);
    }

    /** The message for people to read, cut if it is long. */
    static String quoted(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, MAX_QUOTED), StandardCharsets.UTF_8);
    }
}
