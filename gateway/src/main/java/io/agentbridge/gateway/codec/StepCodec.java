package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes what a journal record holds. Its buffers are reused; used by one thread. */
public final class StepCodec {
    private static final int INITIAL_BUFFER_BYTES = 4 << 10;

    private final BinaryObjectWriter input = new BinaryObjectWriter(INITIAL_BUFFER_BYTES);
    private final BinaryObjectWriter events = new BinaryObjectWriter(INITIAL_BUFFER_BYTES);
    private final ObjectReader reader = new ObjectReader();

    /** Encodes into this codec's input buffer, which {@link #inputBytes} shows until the next call. */
    public void encodeInput(Input value) {
        input.reset();
        input.begin();
        InputCodec.members(input, value);
        input.end();
    }

    /** The input buffer, of which the first {@link #inputLength} bytes are the encoded input. */
    public byte[] inputBytes() {
        return input.bytes();
    }

    public int inputLength() {
        return input.length();
    }

    /** Encodes into this codec's event buffer, which {@link #eventsBytes} shows until the next call. */
    public void encodeEvents(List<Event> values) {
        events.reset();
        events.begin();
        events.beginList(Field.EVENTS, values.size());
        for (int i = 0; i < values.size(); i++) {
            events.begin();
            EventCodec.members(events, values.get(i));
            events.end();
        }
        events.endList();
        events.end();
    }

    /** The event buffer, of which the first {@link #eventsLength} bytes are the encoded events. */
    public byte[] eventsBytes() {
        return events.bytes();
    }

    public int eventsLength() {
        return events.length();
    }

    /**
     * The input that a record holds.
     *
     * @throws CodecException if the bytes are not an encoded input
     */
    public Input decodeInput(byte[] encoded) {
        return reader.decode(encoded, InputCodec::decode);
    }

    /**
     * The events that a record holds, with consecutive sequences from {@code firstSequence}.
     *
     * @throws CodecException if the bytes are not encoded events
     */
    public List<Event> decodeEvents(byte[] encoded, long firstSequence, long timestampMillis) {
        return reader.decode(encoded, in -> {
            in.begin();
            @Nullable List<Event> values = null;
            while (in.next()) {
                switch (in.field()) {
                    case EVENTS ->
                        values = in.list(
                                (each, index) -> EventCodec.decode(each, firstSequence + index, timestampMillis));
                    default -> in.skip();
                }
            }
            return in.require(Field.EVENTS, values);
        });
    }
}
