package io.agentbridge.agents.json;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import com.dslplatform.json.ObjectConverter;
import java.io.IOException;

/**
 * Reads one JSON object. What it is given is only half trusted: nesting, size and trailing garbage are checked before the
 * library sees it, which by itself overflows the stack on deep nesting and ignores what follows the value. Thread-safe.
 */
public final class JsonParser {
    private static final int MAX_DEPTH = 128;

    private final DslJson<Object> json;
    private final int maxBytes;

    /** For objects of at most so many bytes. */
    public JsonParser(int maxBytes) {
        if (maxBytes < 2) {
            throw new IllegalArgumentException("maxBytes must be at least 2: " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.json = new DslJson<>(new DslJson.Settings<>()
                .doublePrecision(JsonReader.DoublePrecision.EXACT)
                .unknownNumbers(JsonReader.UnknownNumberParsing.LONG_AND_BIGDECIMAL)
                .limitStringBuffer(maxBytes));
    }

    /** The object that these bytes are. */
    public JsonObject parse(byte[] bytes) throws JsonFormatException {
        if (bytes.length > maxBytes) {
            throw new JsonFormatException("JSON of " + bytes.length + " bytes, at most " + maxBytes + " are taken");
        }
        checkShape(bytes);
        try {
            JsonReader<Object> reader = json.newReader(bytes, bytes.length);
            reader.getNextToken();
            return new JsonObject(ObjectConverter.deserializeMap(reader));
        } catch (IOException | RuntimeException e) {
            throw new JsonFormatException("Malformed JSON: " + e.getMessage());
        }
    }

    private static void checkShape(byte[] bytes) throws JsonFormatException {
        int depth = 0;
        boolean quoted = false;
        boolean closed = false;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
                continue;
            }
            if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
                continue;
            }
            if (closed || (depth == 0 && b != '{')) {
                throw new JsonFormatException("A single JSON object was expected, byte " + i + " is outside of it");
            }
            switch (b) {
                case '"' -> quoted = true;
                case '{', '[' -> {
                    if (++depth > MAX_DEPTH) {
                        throw new JsonFormatException("JSON nested deeper than " + MAX_DEPTH);
                    }
                }
                case '}', ']' -> closed = --depth == 0;
                default -> {}
            }
        }
        if (!closed) {
            throw new JsonFormatException("The JSON object is not complete");
        }
    }
}
