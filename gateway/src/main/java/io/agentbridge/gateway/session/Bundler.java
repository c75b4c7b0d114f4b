package io.agentbridge.gateway.session;

import io.agentbridge.gateway.websocket.EncodedFrames;
import io.agentbridge.gateway.websocket.FrameSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Has a session's stream leave in bundles, one message for all that came together: each message costs a browser more than the events in
 * it. The first event after a rest leaves at once; what comes within the rest after it leaves together. What is read from disk does not
 * rest. For the connection's I/O thread.
 */
final class Bundler {
    /** As much as one bundle holds; longer messages go alone. */
    private static final int MAX_BYTES = 64 << 10;

    private final Function<List<byte[]>, byte[]> encoder;
    private final Executor afterRest;
    private final Runnable wake;
    private boolean rests = true;
    private boolean resting;

    /**
     * @param encoder makes one message of several
     * @param afterRest runs something on the I/O thread when a rest is over
     * @param wake asks for the next fill
     */
    Bundler(Function<List<byte[]>, byte[]> encoder, Executor afterRest, Runnable wake) {
        this.encoder = encoder;
        this.afterRest = afterRest;
        this.wake = wake;
    }

    /** What bundles are made of. */
    interface Stream {
        /** Puts what there is, as far as there is room; returns how many buffers of frames that was. */
        int fill(FrameSink sink);

        /** Whether it reads what happens as it happens. */
        boolean isLive();
    }

    /** Puts what the stream has, if it does not rest; returns how many buffers of frames that was. */
    int fill(Stream stream, FrameSink sink) {
        if (resting) {
            return 0;
        }
        Bundle bundle = new Bundle(sink);
        int put = stream.fill(bundle);
        bundle.end();
        if (put > 0 && rests && stream.isLive() && !sink.isFull()) {
            resting = true;
            afterRest.execute(this::rested);
        }
        return put;
    }

    /** What there is leaves at once from now on: soon nothing can. */
    void restNoMore() {
        resting = false;
        rests = false;
    }

    private void rested() {
        resting = false;
        wake.run();
    }

    /** What one fill puts. */
    private final class Bundle implements FrameSink {
        private final FrameSink sink;
        private final List<ByteBuffer> frames = new ArrayList<>();
        private int bytes;

        Bundle(FrameSink sink) {
            this.sink = sink;
        }

        @Override
        public boolean isFull() {
            return sink.isFull();
        }

        @Override
        public void putFrames(ByteBuffer added) {
            if (bytes + added.remaining() > MAX_BYTES) {
                end();
            }
            frames.add(added);
            bytes += added.remaining();
        }

        @Override
        public void putText(byte[] data, int offset, int length) {
            end();
            sink.putText(data, offset, length);
        }

        /** Nothing is put into this bundle any more. */
        void end() {
            if (frames.size() == 1) {
                sink.putFrames(frames.getFirst());
            } else if (!frames.isEmpty()) {
                byte[] message = encoder.apply(messages());
                sink.putText(message, 0, message.length);
            }
            frames.clear();
            bytes = 0;
        }

        private List<byte[]> messages() {
            List<byte[]> messages = new ArrayList<>();
            for (ByteBuffer buffer : frames) {
                int at = buffer.position();
                while (at < buffer.limit()) {
                    int payload = EncodedFrames.payloadOffset(buffer, at);
                    byte[] message = new byte[EncodedFrames.payloadBytes(buffer, at)];
                    buffer.get(payload, message);
                    messages.add(message);
                    at = payload + message.length;
                }
            }
            return messages;
        }
    }
}
