package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;

/** What a record holds, as lines of JSON for people. Used by one thread. */
final class RecordLines {
    private final StepCodec codec = new StepCodec();
    private final EventLines lines = new EventLines();

    /** The input, then each event; why they cannot be read if they cannot. */
    List<String> of(JournalRecord record) {
        if (record.isMark()) {
            return List.of("nothing: it is a mark");
        }
        List<String> read = new ArrayList<>();
        try {
            read.add("input " + lines.line(codec.decodeInput(record.input())));
            for (Event event : codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis())) {
                read.add("event " + lines.line(event));
            }
        } catch (CodecException e) {
            read.add("cannot be read: " + e.getMessage());
        }
        return read;
    }
}
