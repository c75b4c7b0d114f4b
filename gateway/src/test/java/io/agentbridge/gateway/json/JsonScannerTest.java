package io.agentbridge.gateway.json;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[[]]",
                "[{}]",
                "{\"\":0}",
                " [1] ",
                "\t\r\n[]",
                "[[]   ]",
                "[1\n,2]",
                "{\"a\":{\"a\":{\"a\":[]}}}",
                "[null,1,\"1\",{}]",
                "[1,null,null,null,2]",
                "{\"a\":1,\"b\":[{\"a\":1},{\"a\":2}],\"c\":{\"a\":1,\"b\":2}}",
                "42",
                "-0.1",
                "null",
                "true",
                "false",
                "\"text\"",
                "\"\"",
                "\" \"",
                "{\"a\\u0000b\":1}",
                "{\"min\": -1.0e+28, \"max\": 1.0e+28}",
                "{\"x\":\"y\",\"long\":\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"}"
            })
    void takes_values_of_every_structure(String text) {
        assertAccepted(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "]",
                "{",
                "}",
                "[[]",
                "[]]",
                "{]",
                "[}",
                "[1,",
                "[,1]",
                "[1,,2]",
                "[,]",
                "[1,]",
                "[\"\",]",
                "[1 2]",
                "[1:2]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{:1}",
                "{\"a\":1,}",
                "{\"a\":1,,\"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1}x",
                "{\"a\":1}#",
                "{\"a\":1}/**/",
                "{}{}",
                "1 2",
                "[]\0",
                "\ufeff{}",
                "{\"a\":1",
                "{\"a\"",
                "{\"a",
                "[\"a",
                "[\"a\",\n4\n,1,",
                "[1}",
                "{\"a\":[}",
                "*",
                "<.>",
                "[<null>]",
                "[true",
                "[\"x\"",
                "[x",
                "{\"a\":1}}",
                "[]{",
                "\u00e5",
                "[\u2060]",
                "[\f]",
                "[\u00a0]",
                "/*c*/[]",
                "[1]//",
                "nul",
                "nulll",
                "tru",
                "truth",
                "fals",
                "TRUE",
                "Null",
                "NaN",
                "[NaN]",
                "[Infinity]",
                "[-Infinity]",
                "undefined",
                "[1\u000b]",
                "a"
            })
    void refuses_what_is_no_value_or_more_than_one(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1",
                "-1",
                "123",
                "0.5",
                "1.5",
                "-1.5",
                "1e1",
                "1E1",
                "1e+1",
                "1e-1",
                "1E+2",
                "1E-2",
                "0e1",
                "0e+1",
                "123.456e78",
                "123e45",
                "123e65",
                "123.456789",
                "20e1",
                "1e-999",
                "-123123e100000",
                "0.4e00669999999999999999999999999999999999",
                "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "100000000000000000000000000000000000000"
            })
    void takes_numbers(String text) {
        assertAccepted(text);
        assertAccepted("[" + text + "]");
        assertAccepted("{\"a\":" + text + " }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1",
                "-",
                "--1",
                "-a",
                "- 1",
                "01",
                "-01",
                "00",
                "1.",
                ".5",
                "-.5",
                "2.e3",
                "2.e+3",
                "0.e1",
                "0.3e",
                "0.3e+",
                "1e",
                "1e+",
                "1eE2",
                "0e",
                "0E+",
                "1.0e-",
                "1.0e",
                "9.e+",
                "0x1",
                "0x42",
                "1a",
                "1ea",
                "1.2a-3",
                "1.8011670033376514H-308",
                "1+2",
                "1 000",
                "1_000",
                "1e1.5",
                "0b1",
                "1.2.3",
                "-1.0.",
                "\uff11",
                "1,",
                "Inf",
                "+Inf",
                "-NaN",
                "-foo",
                "++1234",
                "012",
                "-012",
                "-2.",
                "-1x",
                "0-1"
            })
    void refuses_what_only_looks_like_a_number(String text) {
        assertRefused(text);
        assertRefused("[" + text + "]");
    }

    @Test
    void bounds_the_length_of_numbers() {
        assertAccepted("1".repeat(JsonScanner.MAX_NUMBER_CHARS));
        assertRefused("1".repeat(JsonScanner.MAX_NUMBER_CHARS + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"",
                "\\\\",
                "\\/",
                "\\b\\f\\n\\r\\t",
                "\\u0000",
                "\\u0060\\u012a\\u12AB",
                "\\uD801\\udc37",
                "\\ud83d\\ude39\\ud83d\\udc8d",
                "\\uDBFF\\uDFFF",
                "\\uFFFF",
                "\\u2028\\u2029",
                "\u2028\u2029",
                "\u007f",
                "\u20ac\ud834\udd1e",
                "\uffff",
                "\ue000",
                "\udbff\udfff",
                "a/*b*/c",
                "\\u005C\\u0022",
                "\\\\u0000",
                "\\\\a",
                "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
                "asd ",
                "new\\u000Aline",
                "\\\\\\\""
            })
    void takes_strings(String content) {
        assertAccepted('"' + content + '"');
        assertAccepted("{\"" + content + "\":0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\a",
                "\\x00",
                "\\",
                "\\u",
                "\\u1",
                "\\u12",
                "\\u123",
                "\\u00A",
                "\\uqqqq",
                "\\u 123",
                "\\U0041",
                "\\'",
                "\\v",
                "\\0",
                "\\\ud83c\udf00",
                "\\uD800",
                "\\uDFAA",
                "\\uD888\\u1234",
                "\\uD800\\uD800\\n",
                "\\uD800\\n",
                "\\uDd1e\\uD834",
                "\\uD834x",
                "\\uD800\\",
                "\\uD800\\u",
                "\\uD800\\u1",
                "\\uD800\\u1x",
                "\0",
                "\n",
                "\t",
                "\u001f",
                "line\nbreak",
                "plain text\b",
                "\"",
                "\\\"\\"
            })
    void refuses_escapes_that_do_not_exist_and_raw_control_characters(String content) {
        assertRefused('"' + content + '"');
        assertRefused("[\"" + content + "\"]");
        assertRefused("{\"" + content + "\":0}");
    }

    @Test
    void refuses_every_control_character_wherever_it_stands_in_a_string() {
        for (char c = 0; c < 0x20; c++) {
            for (int before = 0; before < 10; before++) {
                assertRefused('"' + "x".repeat(before) + c + "yyyyyyyyy\"");
            }
        }
    }

    @Test
    void takes_exactly_the_two_byte_sequences_of_UTF_8() {
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                assertLikeOracle(new byte[] {'"', (byte) first, (byte) second, '"'});
            }
        }
    }

    @Test
    void takes_exactly_the_longer_sequences_of_UTF_8() {
        int[] continuations = {0x00, 0x22, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int first = 0xe0; first < 0x100; first++) {
            for (int second : continuations) {
                for (int third : continuations) {
                    assertLikeOracle(new byte[] {'"', (byte) first, (byte) second, (byte) third, '"'});
                    for (int fourth : continuations) {
                        assertLikeOracle(
                                new byte[] {'"', (byte) first, (byte) second, (byte) third, (byte) fourth, '"'});
                    }
                }
            }
        }
    }

    @Test
    void refuses_characters_cut_off_by_the_end() {
        for (byte[] cut : new byte[][] {{'"', (byte) 0xc3}, {'"', (byte) 0xe2, (byte) 0x82}, {'"', (byte) 0xf0}}) {
            assertFalse(accepts(cut));
        }
    }

    @Test
    void refuses_UTF_16_and_a_byte_order_mark() {
        assertFalse(accepts("[\"\u00e9\"]".getBytes(StandardCharsets.UTF_16LE)));
        assertFalse(accepts("[\"\u00e9\"]".getBytes(StandardCharsets.UTF_16BE)));
        assertFalse(accepts(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'}));
    }

    @Test
    void takes_the_depth_it_was_given_and_no_more() {
        assertAccepted("[".repeat(64) + "]".repeat(64));
        assertRefused("[".repeat(65) + "]".repeat(65));
        assertAccepted("{\"a\":".repeat(64) + "0" + "}".repeat(64));
        assertRefused("{\"a\":".repeat(65) + "0" + "}".repeat(65));
        assertAccepted("[" + "[],{},".repeat(100) + "[]]");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000, 1_000_000})
    void survives_any_nesting(int levels) {
        assertRefused("[".repeat(levels));
        assertRefused("{\"\":".repeat(levels));
        assertRefused("[{\"\":".repeat(levels));
        assertRefused("[".repeat(levels) + "]".repeat(levels));
        JsonScanner deep = new JsonScanner(levels);
        byte[] nested = bytes("[".repeat(levels) + "]".repeat(levels));
        assertDoesNotThrow(() -> deep.validate(nested, 0, nested.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":2,\"a\":3}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "[{\"a\":1,\"a\":2}]",
                "{\"\":1,\"\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"\\u0061\":1,\"a\":2}",
                "{\"\\u00e9\":1,\"\u00e9\":2}",
                "{\"a\":{\"a\":1},\"b\":[],\"a\":2}"
            })
    void refuses_a_name_twice_in_an_object_however_it_is_written(String text) {
        assertTrue(problem(text).startsWith("the same name twice"), problem(text));
    }

    @Test
    void finds_a_name_twice_among_many() {
        StringBuilder members = new StringBuilder("{\"m0\":0");
        for (int i = 1; i < 100_000; i++) {
            members.append(",\"m").append(i).append("\":0");
        }
        assertAccepted(members + "}");
        assertRefused(members + ",\"m77777\":1}");
        assertAccepted("{\"m0\":0}");
    }

    @Test
    void says_what_is_wrong_and_where() {
        assertEquals("trailing comma at byte 17", problem("{\"agents\": [1, 2 , ]}"));
        assertEquals("unexpected 'x' where a value is expected at byte 5", problem("{\"a\":x}"));
        assertEquals("text after the value at byte 3", problem("{} x"));
        assertEquals("a string is not closed at byte 6", problem("[\"open"));
        assertEquals("no colon after a member's name at byte 5", problem("{\"a\" }"));
        assertEquals("half of a surrogate pair at byte 2", problem("\"x\\ud800\""));
        assertEquals("nested deeper than 64 at byte 64", problem("[".repeat(65)));
        assertEquals("no value at byte 0", problem(""));
        assertEquals("a control character that is not escaped at byte 12", problem("\"01234567890\n\""));
        assertEquals("unexpected byte 0x00 where a value is expected at byte 1", problem("[\0]"));
    }

    @Test
    void looks_at_the_slice_alone() throws JsonException {
        byte[] data = bytes("xx{\"a\":1}yy");
        scanner.validate(data, 2, 7);
        assertThrows(JsonException.class, () -> scanner.validate(data, 2, 6));
        assertThrows(JsonException.class, () -> scanner.validate(data, 2, 8));
        byte[] string = bytes("\"aaaaaaaaaaaaaaaaaaaaa\"");
        assertThrows(JsonException.class, () -> scanner.validate(string, 0, string.length - 1));
        byte[] trailing = bytes("__[1,]");
        JsonException problem = assertThrows(JsonException.class, () -> scanner.validate(trailing, 2, 4));
        assertEquals(2, problem.position());
    }

    private void assertLikeOracle(byte[] text) {
        assertEquals(JsonOracle.read(text, 64).isPresent(), accepts(text), () -> Arrays.toString(text));
    }

    private void assertAccepted(String text) {
        assertTrue(JsonOracle.read(bytes(text), 64).isPresent(), "the oracle refuses it");
        assertDoesNotThrow(() -> scanner.validate(bytes(text), 0, bytes(text).length));
    }

    private void assertRefused(String text) {
        assertFalse(accepts(bytes(text)));
    }

    private String problem(String text) {
        byte[] data = bytes(text);
        return assertThrows(JsonException.class, () -> scanner.validate(data, 0, data.length))
                .reason();
    }

    private boolean accepts(byte[] data) {
        try {
            scanner.validate(data, 0, data.length);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
