package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import java.util.List;

/** Encodes and decodes what a journal record holds. Its buffers are reused; used by one thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class StepCodec {
    /** Encodes into this codec's input buffer, which {@link #inputBytes} shows until the next call. */
    public void encodeInput(Input input) {
        throw new UnsupportedOperationException();
    }

    /** The input buffer, of which the first {@link #inputLength} bytes are the encoded input. */
    public byte[] inputBytes() {
        throw new UnsupportedOperationException();
    }

    public int inputLength() {
        throw new UnsupportedOperationException();
    }

    /** Encodes into this codec's event buffer, which {@link #eventsBytes} shows until the next call. */
    public void encodeEvents(List<Event> events) {
        throw new UnsupportedOperationException();
    }

    /** The event buffer, of which the first {@link #eventsLength} bytes are the encoded events. */
    public byte[] eventsBytes() {
        throw new UnsupportedOperationException();
    }

    public int eventsLength() {
        throw new UnsupportedOperationException();
    }

    /**
     * The input that a record holds.
     *
     * @throws CodecException if the bytes are not an encoded input
     */
    public Input decodeInput(byte[] input) {
        throw new UnsupportedOperationException();
    }

    /**
     * The events that a record holds, with consecutive sequences from {@code firstSequence}.
     *
     * @throws CodecException if the bytes are not encoded events
     */
    public List<Event> decodeEvents(byte[] events, long firstSequence, long timestampMillis) {
        throw new UnsupportedOperationException();
    }
}
