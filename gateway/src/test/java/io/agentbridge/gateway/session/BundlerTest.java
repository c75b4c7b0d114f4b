package io.agentbridge.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.agentbridge.gateway.log.Framer;
import io.agentbridge.gateway.websocket.EncodedFrames;
import io.agentbridge.gateway.websocket.FrameSink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** When a stream leaves, and as how many messages. */
class BundlerTest implements Bundler.Stream, FrameSink {
    private final Queue<ByteBuffer> happened = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<ByteBuffer> asTheyAre = new ArrayList<>();
    private final Queue<Runnable> rests = new ArrayDeque<>();
    private boolean live = true;
    private boolean full;
    private int wakes;

    private final Bundler bundler = new Bundler(
            messages -> String.join(
                            "+",
                            messages.stream()
                                    .map(message -> new String(message, UTF_8))
                                    .toList())
                    .getBytes(UTF_8),
            rests::add,
            () -> wakes++);

    private void happens(String... messages) {
        happened.add(Framer.framesAlone(
                Arrays.stream(messages).map(message -> message.getBytes(UTF_8)).toList()));
    }

    private int fill() {
        return bundler.fill(this, this);
    }

    @Test
    void whatComesTogetherIsOneMessageInOrder() {
        happens("1");
        happens("2a", "2b");
        happens("3".repeat(300));
        assertEquals(3, fill());
        assertEquals(List.of("1+2a+2b+" + "3".repeat(300)), sent);
    }

    @Test
    void whatComesAloneLeavesAtOnceAndAsItIs() {
        happens("1");
        ByteBuffer alone = happened.element();
        assertEquals(1, fill());
        assertSame(alone, asTheyAre.getFirst());
        assertEquals(List.of("1"), sent);
    }

    @Test
    void afterABundleTheStreamRestsAndThenEverythingLeavesTogether() {
        happens("1");
        fill();
        happens("2");
        happens("3");
        assertEquals(0, fill());
        assertEquals(1, rests.size());

        rests.remove().run();
        assertEquals(1, wakes);
        assertEquals(2, fill());
        assertEquals(List.of("1", "2+3"), sent);
    }

    @Test
    void beforeTheConnectionIsClosedNothingRestsAnyMore() {
        happens("1");
        fill();
        happens("2");
        bundler.restNoMore();
        assertEquals(1, fill());
        happens("3");
        assertEquals(1, fill());
        assertEquals(List.of("1", "2", "3"), sent);
    }

    @Test
    void whereNothingCameNothingRests() {
        assertEquals(0, fill());
        assertEquals(0, rests.size());
        happens("1");
        assertEquals(1, fill());
    }

    @Test
    void thePastDoesNotRest() {
        live = false;
        happens("1");
        fill();
        happens("2");
        assertEquals(1, fill());
        assertEquals(0, rests.size());
    }

    @Test
    void whatTheSinkHadNoRoomForDoesNotWaitForARest() {
        full = true;
        happens("1");
        fill();
        full = false;
        happens("2");
        assertEquals(1, fill());
        assertEquals(List.of("1", "2"), sent);
    }

    @Test
    void aBundleIsBoundedAndALargeMessageGoesAloneInItsTurn() {
        String large = "x".repeat(100_000);
        String half = "y".repeat(40_000);
        happens("1");
        happens("2");
        happens(large);
        happens(half);
        happens(half);
        fill();
        assertEquals(List.of("1+2", large, half, half), sent);
    }

    @Test
    void aTextThatTheStreamPutsItselfKeepsItsPlace() {
        Bundler.Stream snapshot = new Bundler.Stream() {
            @Override
            public int fill(FrameSink sink) {
                BundlerTest.this.fill(sink);
                sink.putText("part".getBytes(UTF_8), 0, 4);
                return 3;
            }

            @Override
            public boolean isLive() {
                return true;
            }
        };
        happens("1");
        happens("2");
        bundler.fill(snapshot, this);
        assertEquals(List.of("1+2", "part"), sent);
    }

    // The stream.

    @Override
    public int fill(FrameSink sink) {
        int put = 0;
        for (ByteBuffer frames = happened.poll(); frames != null; frames = happened.poll()) {
            sink.putFrames(frames);
            put++;
        }
        return put;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    // The sink.

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void putFrames(ByteBuffer frames) {
        asTheyAre.add(frames);
        byte[] message = new byte[EncodedFrames.payloadBytes(frames, 0)];
        frames.get(EncodedFrames.payloadOffset(frames, 0), message);
        sent.add(new String(message, UTF_8));
    }

    @Override
    public void putText(byte[] data, int offset, int length) {
        sent.add(new String(data, offset, length, UTF_8));
    }
}
