package io.agentbridge.client.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON on one line. An unpaired surrogate, which UTF-8 cannot say, is refused rather than changed. */
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);

    private JsonWriter() {}

    static String write(JsonObject object) {
        JsonWriter writer = new JsonWriter();
        writer.append(object);
        return writer.out.toString();
    }

    private void append(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text);
            case JsonObject object -> append(object);
            case List<?> list -> append(list);
            default -> out.append(value);
        }
    }

    private void append(JsonObject object) {
        char before = '{';
        for (Map.Entry<String, @Nullable Object> member : object.members().entrySet()) {
            out.append(before);
            before = ',';
            quote(member.getKey());
            out.append(':');
            append(member.getValue());
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void append(List<?> list) {
        char before = '[';
        for (Object item : list) {
            out.append(before);
            before = ',';
            append(item);
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
                    } else if (!Character.isSurrogate(c)) {
                        out.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        throw new IllegalArgumentException("the text has an unpaired surrogate at character " + i);
                    }
                }
            }
        }
        out.append('"');
    }
}
