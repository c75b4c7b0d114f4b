package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.nio.charset.StandardCharsets;

/** Writes the envelope of frames; the payload comes last, so that a reader can route a frame by its head. For one thread. */
final class FrameWriter {
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_CHARS = 38;

    private final JsonOutput output;
    private final Timestamps timestamps;
    private final byte[] id = new byte[ID_CHARS];

    FrameWriter(JsonOutput output, Timestamps timestamps) {
        this.output = output;
        this.timestamps = timestamps;
        id[0] = '"';
        id[ID_CHARS - 1] = '"';
    }

    /**
     * Begins a frame up to its payload's first member.
     *
     * @param source where it comes from, or empty
     * @param correlationId empty for null
     */
    void begin(long idHigh, long idLow, MessageType type, long timestampMillis, String source, String correlationId) {
        head(idHigh, idLow, type, timestampMillis, source, correlationId);
        payload();
    }

    /** Begins a frame up to its payload. */
    void head(long idHigh, long idLow, MessageType type, long timestampMillis, String source, String correlationId) {
        output.clear();
        output.beginObject();
        output.name(Keys.ID);
        id(idHigh, idLow);
        output.name(Keys.TYPE);
        output.value(type.encoded());
        output.name(Keys.TIMESTAMP);
        timestamps.write(output, timestampMillis);
        if (!source.isEmpty()) {
            output.name(Keys.SOURCE);
            output.value(source);
        }
        nullable(Keys.CORRELATION_ID, correlationId);
    }

    /** Begins a frame in the dialect without types, up to its data. */
    void legacyHead(long idHigh, long idLow, JsonName type, long timestampMillis) {
        output.clear();
        output.beginObject();
        output.name(Keys.TYPE);
        output.value(type);
        output.name(Keys.MESSAGE_ID);
        id(idHigh, idLow);
        output.name(Keys.TIMESTAMP);
        output.fixed(timestampMillis, 3);
    }

    /** Begins the data of a frame in the dialect without types. */
    void legacyData(String command, boolean success, String originalMessageId) {
        output.name(Keys.DATA);
        output.beginObject();
        output.name(Keys.COMMAND);
        output.value(command);
        output.name(Keys.SUCCESS);
        output.value(success);
        nullable(Keys.ORIGINAL_MESSAGE_ID, originalMessageId);
    }

    /** What the frames of an event have beyond those of answers. */
    void event(long sequence, boolean more, Cause cause) {
        output.name(Keys.SEQUENCE);
        output.value(sequence);
        if (more) {
            output.name(Keys.MORE);
            output.value(true);
        }
        if (cause.isRequest()) {
            output.name(Keys.CAUSE);
            output.beginObject();
            output.name(Keys.PRINCIPAL);
            output.value(cause.principal());
            output.name(Keys.REQUEST_ID);
            output.value(cause.requestId());
            nullable(Keys.CORRELATION_ID, cause.correlationId());
            output.endObject();
        }
    }

    void payload() {
        output.name(Keys.PAYLOAD);
        output.beginObject();
    }

    byte[] end() {
        output.endObject();
        output.endObject();
        return output.toByteArray();
    }

    /** Writes 128 bits in the form of a UUID of version 8 (RFC 9562 section 5.8), whose six fixed bits they lose. */
    void id(long high, long low) {
        long first = (high & ~0xf000L) | 0x8000L;
        long second = (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        int p = 1;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                id[p++] = '-';
            }
            long half = digit < 16 ? first : second;
            id[p++] = HEXADECIMAL[(int) (half >>> (60 - 4 * (digit & 15))) & 0xf];
        }
        output.value(id);
    }

    private void nullable(JsonName name, String text) {
        output.name(name);
        if (text.isEmpty()) {
            output.nullValue();
        } else {
            output.value(text);
        }
    }
}
