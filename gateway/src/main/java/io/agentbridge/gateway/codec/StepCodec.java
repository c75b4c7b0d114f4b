package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes what a journal record holds. Its buffers are reused; used by one thread. */
public final class StepCodec {
    private static final int INITIAL_BUFFER_BYTES = 4 << 10;

    private final ObjectWriter input;
    private final ObjectWriter events;
    private final ObjectReader reader = new ObjectReader();

    /** A codec with small buffers; they grow to the largest step. */
    public StepCodec() {
        DslJson<Object> json = new DslJson<>(new DslJson.Settings<>());
        input = new ObjectWriter(json.newWriter(INITIAL_BUFFER_BYTES));
        events = new ObjectWriter(json.newWriter(INITIAL_BUFFER_BYTES));
    }

    /** Encodes into this codec's input buffer, which {@link #inputBytes} shows until the next call. */
    public void encodeInput(Input value) {
        input.reset();
        input.begin();
        Format.encode(input);
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
        Format.encode(events);
        events.beginList("events");
        for (int i = 0; i < values.size(); i++) {
            events.element();
            EventCodec.encode(events, values.get(i));
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
        return reader.decode(encoded, in -> {
            in.begin();
            Format.check(in);
            return InputCodec.decode(in);
        });
    }

    /**
     * The events that a record holds, with consecutive sequences from {@code firstSequence}.
     *
     * @throws CodecException if the bytes are not encoded events
     */
    public List<Event> decodeEvents(byte[] encoded, long firstSequence, long timestampMillis) {
        return reader.decode(encoded, in -> {
            in.begin();
            Format.check(in);
            @Nullable List<Event> values = null;
            while (in.next()) {
                switch (in.name()) {
                    case "events" -> values = decodeEvents(in, firstSequence, timestampMillis);
                    default -> in.skip();
                }
            }
            return in.require("events", values);
        });
    }

    private static List<Event> decodeEvents(ObjectReader in, long firstSequence, long timestampMillis)
            throws IOException {
        List<Event> values = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            values.add(EventCodec.decode(in, firstSequence + values.size(), timestampMillis));
        }
        return values;
    }
}
