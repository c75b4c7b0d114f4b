package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import io.agentbridge.engine.event.Event;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as lines of JSON for people and tools: with sequence and time, which the journal keeps elsewhere. Used by one thread. */
public final class EventLines {
    private static final int INITIAL_BUFFER_BYTES = 4 << 10;

    private final ObjectWriter out =
            new ObjectWriter(new DslJson<>(new DslJson.Settings<>()).newWriter(INITIAL_BUFFER_BYTES));

    /** The event as one line, without its end. */
    public String line(Event event) {
        encode(event);
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }

    /** Prints the event as one line in UTF-8, whatever the stream's own charset. */
    public void print(Event event, PrintStream stream) {
        encode(event);
        stream.write(out.bytes(), 0, out.length());
        stream.write('\n');
    }

    private void encode(Event event) {
        out.reset();
        out.begin();
        out.number("sequence", event.sequence());
        out.text("timestamp", Instant.ofEpochMilli(event.timestampMillis()).toString());
        EventCodec.members(out, event);
        out.end();
    }
}
