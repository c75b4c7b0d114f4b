package io.agentbridge.agents.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON value on one line. What it writes is always well-formed and holds no line feed; an
 * unpaired surrogate becomes U+FFFD, as UTF-8 has no form for it.
 */
public final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    /** The value as JSON; what was read by {@link JsonParser} comes out as it was. */
    public static String of(@Nullable Object value) {
        JsonText text = new JsonText();
        text.append(value);
        return text.out.toString();
    }

    /** Begins an object. */
    public JsonText open() {
        out.append('{');
        first = true;
        return this;
    }

    /** Begins an object as a member. */
    public JsonText open(String name) {
        name(name);
        return open();
    }

    /** Ends an object. */
    public JsonText close() {
        out.append('}');
        first = false;
        return this;
    }

    /** A member; the value is null, text, a number, a boolean, a list, a map or a {@link JsonObject}. */
    public JsonText member(String name, @Nullable Object value) {
        name(name);
        append(value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void name(String name) {
        if (!first) {
            out.append(',');
        }
        first = false;
        quote(name);
        out.append(':');
    }

    private void append(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text);
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            case JsonObject object -> append(object.members());
            case Map<?, ?> map -> {
                out.append('{');
                boolean more = false;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (more) {
                        out.append(',');
                    }
                    more = true;
                    quote(String.valueOf(entry.getKey()));
                    out.append(':');
                    append(entry.getValue());
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                boolean more = false;
                for (Object element : list) {
                    if (more) {
                        out.append(',');
                    }
                    more = true;
                    append(element);
                }
                out.append(']');
            }
            default -> throw new IllegalArgumentException("No JSON form for " + value.getClass());
        }
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
                case '\u2028', '\u2029' -> escape(c);
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        escape(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(Character.isSurrogate(c) ? '\ufffd' : c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX[(c >> shift) & 0xf]);
        }
    }
}
