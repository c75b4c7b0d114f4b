package io.agentbridge.gateway.codec;

import com.dslplatform.json.DslJson;
import io.agentbridge.engine.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as lines of JSON for people and tools: with sequence and time, which the journal keeps elsewhere. Used by one thread. */
public final class EventLines {
    private static final int INITIAL_BUFFER_BYTES = 4 << 10;

    private final ObjectWriter out = new ObjectWriter(
            new DslJson<>(new DslJson.Settings<>()).newWriter(INITIAL_BUFFER_BYTES));

    /** The event as one line, without its end. */
    public String line(Event event) {
        out.reset();
        out.begin();
        out.number("sequence", event.sequence());
        out.text("timestamp", Instant.ofEpochMilli(event.timestampMillis()).toString());
        EventCodec.members(out, event);
        out.end();
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
