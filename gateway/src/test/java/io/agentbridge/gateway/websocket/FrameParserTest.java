package io.agentbridge.gateway.websocket;

import static io.agentbridge.gateway.websocket.Frames.bytes;
import static io.agentbridge.gateway.websocket.Frames.frame;
import static io.agentbridge.gateway.websocket.Frames.join;
import static io.agentbridge.gateway.websocket.Frames.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section by section; every case at every position where a read could split it. */
class FrameParserTest {
    private static final WebSocketLimits LIMITS = new WebSocketLimits(70_000, 5, 1_000, 8 << 10, 1_000);

    /** What the parser made of the bytes when they came in these pieces. */
    static List<String> parse(WebSocketLimits limits, byte[] bytes, int... splits) {
        return parse(limits, null, bytes, splits);
    }

    /** The same; compressed messages are understood if there are inflaters. */
    static List<String> parse(WebSocketLimits limits, @Nullable Inflaters inflaters, byte[] bytes, int... splits) {
        List<String> found = new ArrayList<>();
        FrameParser parser = new FrameParser(
                limits,
                new FrameReceiver() {
                    @Override
                    public boolean message(byte[] data, int offset, int length, boolean binary) {
                        found.add(
                                binary
                                        ? "2:" + HexFormat.of().formatHex(data, offset, offset + length)
                                        : "1:" + new String(data, offset, length, StandardCharsets.UTF_8));
                        return true;
                    }

                    @Override
                    public void ping(byte[] data, int offset, int length) {
                        found.add("ping " + HexFormat.of().formatHex(data, offset, offset + length));
                    }

                    @Override
                    public void pong() {
                        found.add("pong");
                    }

                    @Override
                    public void closeFrame(int code) {
                        found.add("close " + code);
                    }
                },
                inflaters);
        try {
            int from = 0;
            for (int i = 0; i <= splits.length; i++) {
                int to = i < splits.length ? splits[i] : bytes.length;
                // A read's bytes lie anywhere in a larger buffer, and the parser may change them.
                byte[] buffer = new byte[to - from + 5];
                System.arraycopy(bytes, from, buffer, 3, to - from);
                int end = parser.parse(buffer, 3, 3 + to - from, Integer.MAX_VALUE);
                assertEquals(3 + to - from, end, "everything is taken");
                from = to;
            }
        } catch (ProtocolException broken) {
            found.add("fail " + broken.code());
        }
        return found;
    }

    private static void check(byte[] bytes, String... expected) {
        assertEquals(List.of(expected), parse(LIMITS, bytes), "in one piece");
        int step = Math.max(1, bytes.length / 400);
        for (int split = 0; split <= bytes.length; split += step) {
            assertEquals(List.of(expected), parse(LIMITS, bytes, split), "split at " + split);
        }
        int[] all = new int[Math.min(bytes.length, 3_000)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i + 1;
        }
        assertEquals(List.of(expected), parse(LIMITS, bytes, all), "byte by byte");
    }

    static Stream<Arguments> cases() {
        byte[] hello = "Hello".getBytes(StandardCharsets.UTF_8);
        byte[] euro = "x€𝄞".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("5.2 empty text", text(""), new String[] {"1:"}),
                Arguments.of("5.2 text of 125", text("a".repeat(125)), new String[] {"1:" + "a".repeat(125)}),
                Arguments.of("5.2 text of 126", text("b".repeat(126)), new String[] {"1:" + "b".repeat(126)}),
                Arguments.of("5.2 text of 65535", text("c".repeat(65_535)), new String[] {"1:" + "c".repeat(65_535)}),
                Arguments.of("5.2 text of 65536", text("d".repeat(65_536)), new String[] {"1:" + "d".repeat(65_536)}),
                Arguments.of("5.2 reserved bit 1", frame(true, 4, 1, hello, bytes(1, 2, 3, 4)), fail(1002)),
                Arguments.of("5.2 reserved bit 2", frame(true, 2, 1, hello, bytes(1, 2, 3, 4)), fail(1002)),
                Arguments.of("5.2 reserved bit 3", frame(true, 1, 1, hello, bytes(1, 2, 3, 4)), fail(1002)),
                Arguments.of("5.2 opcode 3", frame(true, 3, hello), fail(1002)),
                Arguments.of("5.2 opcode 7", frame(true, 7, hello), fail(1002)),
                Arguments.of("5.2 opcode 11", frame(true, 11, hello), fail(1002)),
                Arguments.of("5.2 opcode 15", frame(true, 15, hello), fail(1002)),
                Arguments.of("5.2 top bit of the length", Frames.announce(1, Long.MIN_VALUE), fail(1002)),
                Arguments.of("5.2 all bits of the length", Frames.announce(1, -1), fail(1002)),
                Arguments.of("5.2 124 bytes as 126+2", bytes(0x81, 0xfe, 0, 124), fail(1002)),
                Arguments.of("5.2 65535 bytes as 127+8", Frames.announce(1, 65_535), fail(1002)),
                Arguments.of("5.2 2^62 bytes", Frames.announce(1, 1L << 62), fail(1009)),
                Arguments.of("5.2 one byte too many", Frames.announce(2, 70_001), fail(1009)),
                Arguments.of("5.1 not masked", bytes(0x81, 5, 'H', 'e', 'l', 'l', 'o'), fail(1002)),
                Arguments.of(
                        "5.3 a mask of zeros", frame(true, 0, 1, hello, bytes(0, 0, 0, 0)), new String[] {"1:Hello"}),
                Arguments.of("5.3 a mask of ones", frame(true, 0, 1, hello, bytes(255, 255, 255, 255)), new String[] {
                    "1:Hello"
                }),
                Arguments.of(
                        "5.7 the RFC's masked Hello",
                        bytes(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58),
                        new String[] {"1:Hello"}),
                Arguments.of("5.4 two fragments", join(frame(false, 1, hello), frame(true, 0, hello)), new String[] {
                    "1:HelloHello"
                }),
                Arguments.of(
                        "5.4 empty fragments",
                        join(frame(false, 1, bytes()), frame(false, 0, bytes()), frame(true, 0, bytes())),
                        new String[] {"1:"}),
                Arguments.of(
                        "5.4 control frames between fragments",
                        join(
                                frame(false, 2, bytes(1)),
                                frame(true, 9, bytes(7)),
                                frame(true, 10, bytes()),
                                frame(true, 0, bytes(2)),
                                text("x")),
                        new String[] {"ping 07", "pong", "2:0102", "1:x"}),
                Arguments.of("5.4 a continuation of nothing", frame(true, 0, hello), fail(1002)),
                Arguments.of(
                        "5.4 a continuation after the last",
                        join(text("x"), frame(false, 0, hello)),
                        new String[] {"1:x", "fail 1002"}),
                Arguments.of("5.4 text inside text", join(frame(false, 1, hello), text("x")), fail(1002)),
                Arguments.of("5.4 binary inside text", join(frame(false, 1, hello), frame(true, 2, hello)), fail(1002)),
                Arguments.of(
                        "5.4 too many fragments",
                        join(
                                frame(false, 2, bytes()),
                                frame(false, 0, bytes()),
                                frame(false, 0, bytes()),
                                frame(false, 0, bytes()),
                                frame(false, 0, bytes()),
                                frame(true, 0, bytes())),
                        fail(1009)),
                Arguments.of(
                        "5.4 fragments too big together",
                        join(frame(false, 2, new byte[1000]), Frames.announce(0, 69_001)),
                        fail(1009)),
                Arguments.of("5.5 a fragmented ping", frame(false, 9, bytes()), fail(1002)),
                Arguments.of(
                        "5.5 a ping of 125", frame(true, 9, new byte[125]), new String[] {"ping " + "00".repeat(125)}),
                Arguments.of("5.5 a ping of 126", frame(true, 9, new byte[126]), fail(1002)),
                Arguments.of("5.5 a close of 126", frame(true, 8, new byte[126]), fail(1002)),
                Arguments.of("5.5.1 an empty close", frame(true, 8, bytes()), new String[] {"close 1005"}),
                Arguments.of("5.5.1 half a code", frame(true, 8, bytes(3)), fail(1002)),
                Arguments.of("5.5.1 a reason that is not UTF-8", frame(true, 8, bytes(3, 0xe8, 0xff)), fail(1007)),
                Arguments.of(
                        "5.5.1 a reason cut in a character", frame(true, 8, bytes(3, 0xe8, 0xe2, 0x82)), fail(1007)),
                Arguments.of(
                        "5.5.1 nothing counts after it",
                        join(Frames.close(1000, "bye"), bytes(0xff, 0xff)),
                        new String[] {"close 1000"}),
                Arguments.of("5.6 UTF-8", frame(true, 1, euro), new String[] {"1:x€𝄞"}),
                Arguments.of(
                        "5.6 a fragment ends inside a character",
                        join(
                                frame(false, 1, java.util.Arrays.copyOf(euro, 2)),
                                frame(true, 0, java.util.Arrays.copyOfRange(euro, 2, euro.length))),
                        new String[] {"1:x€𝄞"}),
                Arguments.of("8.1 a surrogate", frame(true, 1, bytes(0xed, 0xa0, 0x80)), fail(1007)),
                Arguments.of("8.1 overlong", frame(true, 1, bytes(0xc0, 0xaf)), fail(1007)),
                Arguments.of("8.1 a text that ends inside a character", frame(true, 1, bytes(0xe2, 0x82)), fail(1007)),
                Arguments.of(
                        "8.1 known bad before the message ends", frame(false, 1, bytes('a', 0xf4, 0x90)), fail(1007)),
                Arguments.of("5.6 binary is not checked", frame(true, 2, bytes(0xff, 0xfe)), new String[] {"2:fffe"}));
    }

    private static String[] fail(int code) {
        return new String[] {"fail " + code};
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void section(String name, byte[] bytes, String[] expected) {
        check(bytes, expected);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void close_codes_that_may_be_sent(int code) {
        check(Frames.close(code, "why"), "close " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void close_codes_that_may_not(int code) {
        check(Frames.close(code, ""), "fail 1002");
    }

    @Test
    void text_that_breaks_is_known_at_the_byte_that_breaks_it() {
        byte[] whole = frame(true, 1, bytes('a', 0xc0, 'b', 'b', 'b', 'b'));
        assertEquals(List.of("fail 1007"), parse(LIMITS, java.util.Arrays.copyOf(whole, 8)));
    }

    @Property(tries = 600)
    void any_messages_in_any_pieces_are_the_same_messages(
            @ForAll("frameSequences") Sequence sequence, @ForAll Random random) {
        WebSocketLimits limits = new WebSocketLimits(1 << 20, 1_000, 1_000, 8 << 10, 1_000);
        byte[] bytes = sequence.bytes;
        int[] splits =
                random.ints(random.nextInt(12), 0, bytes.length + 1).sorted().toArray();
        assertEquals(sequence.expected, parse(limits, bytes, splits));
    }

    @Property(tries = 2_000)
    void no_bytes_at_all_make_the_parser_fail_otherwise_than_by_its_codes(@ForAll byte[] bytes, @ForAll Random random) {
        byte[] copy = bytes.clone();
        int[] splits =
                random.ints(random.nextInt(4), 0, bytes.length + 1).sorted().toArray();
        List<String> found = parse(LIMITS, copy, splits);
        assertEquals(parse(LIMITS, bytes), found);
        assertTrue(found.stream().noneMatch(f -> f.startsWith("fail") && !f.matches("fail 100[279]")));
    }

    static final class Sequence {
        private final byte[] bytes;
        private final List<String> expected;

        Sequence(byte[] bytes, List<String> expected) {
            this.bytes = bytes;
            this.expected = expected;
        }

        @Override
        public String toString() {
            return expected.toString();
        }
    }

    record Piece(boolean binary, String text, int fragments, boolean ping, int key) {}

    @Provide
    Arbitrary<Sequence> frameSequences() {
        Arbitrary<Piece> piece = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.oneOf(
                                Arbitraries.strings().ofMaxLength(40).filter(FrameParserTest::hasNoLoneSurrogate),
                                Arbitraries.integers().between(100, 70_000).map("é"::repeat)),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false),
                        Arbitraries.integers())
                .as(Piece::new);
        return piece.list().ofMinSize(1).ofMaxSize(6).map(FrameParserTest::encode);
    }

    private static boolean hasNoLoneSurrogate(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static Sequence encode(List<Piece> pieces) {
        List<byte[]> frames = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Piece piece : pieces) {
            byte[] payload = piece.text.getBytes(StandardCharsets.UTF_8);
            byte[] key = bytes(piece.key, piece.key >> 8, piece.key >> 16, piece.key >> 24);
            for (int i = 0; i < piece.fragments; i++) {
                byte[] part =
                        java.util.Arrays.copyOfRange(payload, (int) ((long) payload.length * i / piece.fragments), (int)
                                ((long) payload.length * (i + 1) / piece.fragments));
                int opcode = i > 0 ? 0 : piece.binary ? 2 : 1;
                frames.add(frame(i == piece.fragments - 1, 0, opcode, part, key));
                if (piece.ping && i < piece.fragments - 1) {
                    frames.add(frame(true, 9, bytes(1, 2)));
                    expected.add("ping 0102");
                }
            }
            expected.add(piece.binary ? "2:" + HexFormat.of().formatHex(payload) : "1:" + piece.text);
        }
        return new Sequence(join(frames.toArray(new byte[0][])), expected);
    }
}
