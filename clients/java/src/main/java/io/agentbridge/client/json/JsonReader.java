package io.agentbridge.client.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads RFC 8259, strictly. One pass, O(length); the depth is bounded, so no text overflows the stack. */
final class JsonReader {
    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    JsonObject read() {
        space();
        if (peek() != '{') {
            throw unexpected("an object");
        }
        JsonObject object = object(1);
        space();
        if (at < text.length()) {
            throw unexpected("the end");
        }
        return object;
    }

    private @Nullable Object value(int depth) {
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private JsonObject object(int depth) {
        enter(depth);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (!takes('}')) {
            do {
                space();
                String name = string();
                expect(':');
                members.put(name, value(depth + 1));
            } while (takes(','));
            expect('}');
        }
        return JsonObject.owning(members);
    }

    private List<@Nullable Object> list(int depth) {
        enter(depth);
        List<@Nullable Object> items = new ArrayList<>();
        if (!takes(']')) {
            do {
                items.add(value(depth + 1));
            } while (takes(','));
            expect(']');
        }
        return Collections.unmodifiableList(items);
    }

    private void enter(int depth) {
        if (depth > JsonValues.MAX_DEPTH) {
            throw new JsonException("nested deeper than " + JsonValues.MAX_DEPTH);
        }
        at++;
    }

    private String string() {
        if (peek() != '"') {
            throw unexpected("a string");
        }
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder string =
                new StringBuilder(text.length() - start < 64 ? 64 : at - start + 64).append(text, start, at);
        for (char c = peek(); c != '"'; c = peek()) {
            if (c < ' ') {
                throw unexpected("the end of a string");
            }
            at++;
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw unexpected("an escape");
            }
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected("a hexadecimal digit");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (peek() == '.') {
            whole = false;
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return number(text.substring(start, at), whole);
    }

    private static Object number(String digits, boolean whole) {
        if (whole && digits.length() <= 20) {
            try {
                return Long.valueOf(digits);
            } catch (NumberFormatException beyondLong) {
                return Double.valueOf(digits);
            }
        }
        double value = Double.parseDouble(digits);
        if (!Double.isFinite(value)) {
            throw new JsonException("a number beyond any double");
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a value");
        }
    }

    private boolean takes(char wanted) {
        space();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!takes(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    private void space() {
        while (at < text.length()
                && (text.charAt(at) == ' '
                        || text.charAt(at) == '\n'
                        || text.charAt(at) == '\r'
                        || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** The next character; at the end U+0000, which JSON allows nowhere. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private JsonException unexpected(String wanted) {
        return new JsonException("character " + at + ": " + wanted + " was expected");
    }
}
