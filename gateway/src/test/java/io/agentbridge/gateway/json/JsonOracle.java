package io.agentbridge.gateway.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An independent reader of strict JSON for tests: decodes first, then descends recursively, with regular expressions for the tokens.
 * Objects are maps, arrays lists, numbers {@link BigDecimal}, null {@link Optional#empty()}.
 */
public final class JsonOracle {
    private static final Pattern SPACE = Pattern.compile("[ \\n\\r\\t]*");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern STRING =
            Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(....)|(.))");

    private static final Map<String, Object> WORDS = Map.of("true", true, "false", false, "null", Optional.empty());

    private final String text;
    private final int maxDepth;
    private int position;

    private JsonOracle(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /** The value of a text that is valid. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(byte[] bytes) {
        return (Map<String, Object>) read(bytes, 64)
                .orElseThrow(() -> new AssertionError("not JSON: " + new String(bytes, StandardCharsets.UTF_8)));
    }

    /** The member of an object, which must be there. */
    public static Object member(Map<String, Object> object, String name) {
        Object value = object.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + object);
        }
        return value;
    }

    /** The object that is a member of an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> child(Map<String, Object> object, String name) {
        return (Map<String, Object>) member(object, name);
    }

    /** The value, or nothing if the bytes are not strict JSON. */
    static Optional<Object> read(byte[] bytes, int maxDepth) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonOracle oracle = new JsonOracle(text, maxDepth);
            Object value = oracle.value(0);
            oracle.take(SPACE);
            return oracle.position == text.length() ? Optional.of(value) : Optional.empty();
        } catch (CharacterCodingException | Refused e) {
            return Optional.empty();
        }
    }

    private Object value(int depth) throws Refused {
        take(SPACE);
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Object word() throws Refused {
        for (Map.Entry<String, Object> word : WORDS.entrySet()) {
            if (text.startsWith(word.getKey(), position)) {
                position += word.getKey().length();
                return word.getValue();
            }
        }
        String number = take(NUMBER);
        if (number.isEmpty() || number.length() > JsonScanner.MAX_NUMBER_CHARS) {
            throw new Refused();
        }
        return number(number);
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private Object object(int depth) throws Refused {
        open(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        if (closes('}')) {
            return members;
        }
        do {
            take(SPACE);
            String name = string();
            take(SPACE);
            expect(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw new Refused();
            }
        } while (goesOn('}'));
        return members;
    }

    private Object array(int depth) throws Refused {
        open(depth);
        List<Object> items = new ArrayList<>();
        if (closes(']')) {
            return items;
        }
        do {
            items.add(value(depth + 1));
        } while (goesOn(']'));
        return items;
    }

    private void open(int depth) throws Refused {
        if (depth == maxDepth) {
            throw new Refused();
        }
        position++;
    }

    private boolean closes(char closing) {
        take(SPACE);
        if (peek() == closing) {
            position++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char closing) throws Refused {
        if (closes(closing)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() throws Refused {
        String token = take(STRING);
        if (token.isEmpty()) {
            throw new Refused();
        }
        String value = ESCAPE.matcher(token.substring(1, token.length() - 1))
                .replaceAll(found -> Matcher.quoteReplacement(unescape(found.group(1), found.group(2))));
        for (int i = 0; i < value.length(); i++) {
            if (Character.isHighSurrogate(value.charAt(i))
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(value.charAt(i))) {
                throw new Refused();
            }
        }
        return value;
    }

    private static String unescape(String unit, String letter) {
        if (unit != null) {
            return String.valueOf((char) Integer.parseInt(unit, 16));
        }
        int index = "bfnrt".indexOf(letter);
        return index < 0 ? letter : String.valueOf("\b\f\n\r\t".charAt(index));
    }

    private void expect(char expected) throws Refused {
        if (peek() != expected) {
            throw new Refused();
        }
        position++;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        position = matcher.end();
        return matcher.group();
    }

    private static final class Refused extends Exception {}
}
