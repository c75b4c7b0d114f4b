package io.agentbridge.gateway.websocket;

import static io.agentbridge.gateway.websocket.Frames.bytes;
import static io.agentbridge.gateway.websocket.Frames.frame;
import static io.agentbridge.gateway.websocket.Frames.join;
import static io.agentbridge.gateway.websocket.Frames.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** RFC 7692 section 7.2, inbound; small cases at every position where a read could split them. */
class CompressedMessageTest {
    private static final WebSocketLimits LIMITS = new WebSocketLimits(70_000, 5, 1_000, 8 << 10, 1_000);
    private static final int RSV1 = 4;
    private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};
    private static final byte[] HELLO = bytes(0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00);

    private final Inflaters inflaters = new Inflaters();

    private static byte[] compressed(boolean last, int opcode, byte[] payload) {
        return frame(last, RSV1, opcode, payload, KEY);
    }

    /** As a sender does it, section 7.2.1. */
    static byte[] deflate(byte[] data, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        byte[] some = new byte[1000];
        // The first call only sets the strategy.
        int count = deflater.deflate(some, 0, some.length, Deflater.NO_FLUSH);
        assertEquals(0, count);
        deflater.setInput(data);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while ((count = deflater.deflate(some, 0, some.length, Deflater.SYNC_FLUSH)) > 0) {
            out.write(some, 0, count);
        }
        deflater.end();
        byte[] all = out.toByteArray();
        // Nothing to compress may make no block at all; a message needs one.
        return all.length == 0 ? bytes(0) : Arrays.copyOf(all, all.length - 4);
    }

    private static byte[] deflate(String text) {
        return deflate(text.getBytes(StandardCharsets.UTF_8), 9, Deflater.DEFAULT_STRATEGY);
    }

    private void check(byte[] bytes, String... expected) {
        assertEquals(List.of(expected), FrameParserTest.parse(LIMITS, inflaters, bytes), "in one piece");
        for (int split = 0; split <= bytes.length; split++) {
            assertEquals(
                    List.of(expected), FrameParserTest.parse(LIMITS, inflaters, bytes, split), "split at " + split);
        }
        int[] all = new int[bytes.length];
        Arrays.setAll(all, i -> i + 1);
        assertEquals(List.of(expected), FrameParserTest.parse(LIMITS, inflaters, bytes, all), "byte by byte");
    }

    @Test
    void section_7_2_3_1_a_message_in_one_frame_and_in_two() {
        check(compressed(true, 1, HELLO), "1:Hello");
        check(
                join(
                        compressed(false, 1, Arrays.copyOf(HELLO, 3)),
                        frame(true, 0, Arrays.copyOfRange(HELLO, 3, HELLO.length))),
                "1:Hello");
    }

    @Test
    void section_7_2_3_2_a_context_that_was_taken_over_is_refused_for_that_was_not_negotiated() {
        check(
                join(compressed(true, 1, HELLO), compressed(true, 1, bytes(0xf2, 0x00, 0x11, 0x00, 0x00))),
                "1:Hello",
                "fail 1007");
    }

    @Test
    void section_7_2_3_3_a_block_without_compression() {
        check(compressed(true, 1, bytes(0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00)), "1:Hello");
    }

    @Test
    void section_7_2_3_4_a_final_block() {
        check(compressed(true, 1, bytes(0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00)), "1:Hello");
    }

    @Test
    void section_7_2_3_5_two_blocks() {
        check(
                compressed(
                        true, 1, bytes(0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00)),
                "1:Hello");
    }

    @Test
    void section_7_2_3_6_an_empty_message() {
        check(compressed(true, 1, bytes(0)), "1:");
        check(compressed(true, 2, bytes()), "2:");
        check(join(compressed(false, 2, bytes()), frame(false, 0, bytes(0)), frame(true, 0, bytes())), "2:");
    }

    @Test
    void control_frames_come_between_fragments() {
        byte[] payload = deflate("ein Stück, noch ein Stück, und ein letztes €𝄞");
        check(
                join(
                        compressed(false, 1, Arrays.copyOf(payload, 5)),
                        frame(true, 9, bytes(7)),
                        frame(false, 0, bytes()),
                        frame(true, 10, bytes()),
                        frame(true, 0, Arrays.copyOfRange(payload, 5, payload.length)),
                        text("not compressed"),
                        compressed(true, 1, HELLO)),
                "ping 07",
                "pong",
                "1:ein Stück, noch ein Stück, und ein letztes €𝄞",
                "1:not compressed",
                "1:Hello");
    }

    @Test
    void only_the_first_frame_of_a_message_is_marked() {
        check(join(compressed(false, 1, Arrays.copyOf(HELLO, 3)), compressed(true, 0, HELLO)), "fail 1002");
        check(join(frame(false, 1, bytes('x')), compressed(true, 0, bytes('y'))), "fail 1002");
        check(compressed(true, 9, bytes()), "fail 1002");
        check(compressed(true, 10, bytes()), "fail 1002");
        check(compressed(true, 8, bytes()), "fail 1002");
        check(frame(true, RSV1 | 2, 1, HELLO, KEY), "fail 1002");
        check(frame(true, RSV1 | 1, 1, HELLO, KEY), "fail 1002");
        check(frame(true, 2, 1, HELLO, KEY), "fail 1002");
    }

    @Test
    void without_negotiation_the_mark_is_an_error() {
        assertEquals(List.of("fail 1002"), FrameParserTest.parse(LIMITS, compressed(true, 1, HELLO)));
    }

    @Test
    void what_is_not_deflate_is_1007() {
        check(compressed(true, 2, bytes(0xff, 0xff, 0xff)), "fail 1007");
        check(compressed(true, 2, bytes(0x00, 0x05, 0x00, 0xfa, 0xfe, 0x48)), "fail 1007");
        check(join(compressed(false, 2, bytes(0x07)), frame(true, 0, bytes(1))), "fail 1007");
    }

    @Test
    void text_is_checked_after_inflating() {
        check(compressed(true, 1, deflate(bytes('o', 'k', 0xc0, 0xaf), 9, 0)), "fail 1007");
        check(compressed(true, 1, deflate(bytes('o', 'k', 0xe2, 0x82), 9, 0)), "fail 1007");
        check(compressed(true, 2, deflate(bytes(0xc0, 0xaf), 9, 0)), "2:c0af");
    }

    @Test
    void the_limit_is_that_of_the_inflated_message() {
        String most = "x".repeat(LIMITS.maxMessageBytes());
        assertEquals(
                List.of("1:" + most), FrameParserTest.parse(LIMITS, inflaters, compressed(true, 1, deflate(most))));
        assertEquals(
                List.of("fail 1009"),
                FrameParserTest.parse(LIMITS, inflaters, compressed(true, 1, deflate(most + "x"))));
        byte[] noise = new byte[LIMITS.maxMessageBytes()];
        new java.util.Random(1).nextBytes(noise);
        assertEquals(
                1,
                FrameParserTest.parse(LIMITS, inflaters, compressed(true, 2, deflate(noise, 9, 0)))
                        .size(),
                "what cannot be compressed grows a little, and is taken nevertheless");
        assertTrue(FrameParserTest.parse(LIMITS, inflaters, compressed(true, 2, deflate(noise, 9, 0)))
                .getFirst()
                .startsWith("2:"));
    }

    @Test
    void what_inflates_to_nothing_is_limited_too() {
        byte[] empty = new byte[60_000];
        for (int i = 0; i < empty.length; i += 5) {
            empty[i + 3] = (byte) 0xff;
            empty[i + 4] = (byte) 0xff;
        }
        assertEquals(
                List.of("fail 1009"),
                FrameParserTest.parse(LIMITS, inflaters, join(compressed(false, 2, empty), frame(true, 0, empty))));
        byte[] streams = new byte[1_000];
        for (int i = 0; i < streams.length; i += 2) {
            streams[i] = 3;
        }
        assertEquals(List.of("fail 1007"), FrameParserTest.parse(LIMITS, inflaters, compressed(true, 2, streams)));
    }

    @Test
    void a_bomb_costs_no_more_memory_than_the_largest_message() {
        WebSocketLimits limits = new WebSocketLimits(1 << 20, 5, 1_000, 8 << 10, 1_000);
        byte[] bomb = compressed(true, 2, deflate(new byte[200 << 20], 9, 0));
        assertTrue(bomb.length < 1 << 18, "it is small: " + bomb.length);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertEquals(List.of("fail 1009"), FrameParserTest.parse(limits, inflaters, bomb));
        long before = threads.getCurrentThreadAllocatedBytes();
        assertEquals(List.of("fail 1009"), FrameParserTest.parse(limits, inflaters, bomb));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 4 << 20, "allocated " + allocated);
    }

    @Property(tries = 300)
    void whatever_is_deflated_in_whatever_way_and_pieces_arrives(
            @ForAll @Size(max = 4) List<@StringLength(max = 3_000) String> messages,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy,
            @ForAll @Size(max = 3) List<@IntRange(max = 5_000) Integer> cuts,
            @ForAll @Size(max = 4) List<@IntRange(max = 20_000) Integer> reads) {
        List<byte[]> frames = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String message : messages) {
            // An unpaired surrogate is no text.
            byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
            expected.add("1:" + new String(utf8, StandardCharsets.UTF_8));
            byte[] payload = deflate(utf8, level, strategy);
            int[] ends = cuts.stream()
                    .mapToInt(cut -> cut % (payload.length + 1))
                    .sorted()
                    .toArray();
            int from = 0;
            for (int i = 0; i <= ends.length; i++) {
                int to = i < ends.length ? ends[i] : payload.length;
                byte[] piece = Arrays.copyOfRange(payload, from, to);
                boolean last = i == ends.length;
                frames.add(i == 0 ? compressed(last, 1, piece) : frame(last, 0, piece));
                from = to;
            }
        }
        byte[] all = join(frames.toArray(new byte[0][]));
        int[] splits = reads.stream()
                .mapToInt(read -> read % (all.length + 1))
                .sorted()
                .toArray();
        assertEquals(expected, FrameParserTest.parse(LIMITS, inflaters, all, splits));
    }
}
