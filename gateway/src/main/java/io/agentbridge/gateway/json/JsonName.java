package io.agentbridge.gateway.json;

import java.nio.charset.StandardCharsets;

/** A constant of a program's own, encoded once. */
public final class JsonName {
    final byte[] encoded;
    private final String text;

    private JsonName(String text, String encoded) {
        this.text = text;
        this.encoded = encoded.getBytes(StandardCharsets.US_ASCII);
    }

    /** The name of a member; ASCII that needs no escape. */
    public static JsonName of(String name) {
        return new JsonName(name, '"' + name + "\":");
    }

    /** A string as a value; ASCII that needs no escape. */
    public static JsonName value(String text) {
        return new JsonName(text, '"' + text + '"');
    }

    /** The name or the string itself. */
    public String text() {
        return text;
    }
}
