package io.agentbridge.gateway.wire;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The parts of a state, each encoded when it is asked for: first the agents, then the tasks, the commands, the approvals. Only the last
 * bears a correlation id.
 */
final class StateParts implements Iterator<byte[]> {
    private static final int MAX_PART_BYTES = 1 << 20;
    /** Room for what closes a part. */
    private static final int CLOSING_BYTES = 256;

    private static final List<JsonName> SECTIONS = List.of(Keys.AGENTS, Keys.TASKS, Keys.COMMANDS, Keys.APPROVALS);

    private final Snapshot snapshot;
    private final MessageType type;
    private final Optional<Correlation> correlation;
    private final LastHeartbeats heartbeats;
    private final long nowMillis;
    private final FrameWriter frame;
    private final JsonOutput output;
    private final ObjectWriter objects;
    private final AnswerFrames.Ids ids;
    private final List<List<?>> lists;

    private int part;
    private int section;
    private int index;
    private boolean done;

    StateParts(
            Snapshot snapshot,
            MessageType type,
            Optional<Correlation> correlation,
            LastHeartbeats heartbeats,
            long nowMillis,
            FrameWriter frame,
            JsonOutput output,
            ObjectWriter objects,
            AnswerFrames.Ids ids) {
        this.snapshot = snapshot;
        this.type = type;
        this.correlation = correlation;
        this.heartbeats = heartbeats;
        this.nowMillis = nowMillis;
        this.frame = frame;
        this.output = output;
        this.objects = objects;
        this.ids = ids;
        this.lists = List.of(snapshot.agents(), snapshot.tasks(), snapshot.commands(), snapshot.approvals());
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public byte[] next() {
        if (done) {
            throw new NoSuchElementException("the last part was taken");
        }
        int firstSection = section;
        int firstIndex = index;
        byte[] encoded = encode(correlation.map(Correlation::answerId).orElse(""));
        if (!done && correlation.isPresent()) {
            // Whether it is the last shows at its end, and the correlation id stands at its head.
            section = firstSection;
            index = firstIndex;
            encoded = encode("");
        }
        part++;
        return encoded;
    }

    private byte[] encode(String correlationId) {
        frame.begin(ids.high(), ids.next(), type, nowMillis, "", correlationId);
        objects.number(Keys.SEQUENCE, snapshot.sequence());
        objects.number(Keys.PART, part);
        if (correlation.isPresent()) {
            objects.instant(Keys.TIMESTAMP, snapshot.timestampMillis());
            objects.text(Keys.REQUEST_ID, correlation.get().requestId());
        }
        boolean room = true;
        boolean first = true;
        for (int shown = 0; shown < SECTIONS.size(); shown++) {
            output.name(SECTIONS.get(shown));
            output.beginArray();
            while (room && shown == section && index < lists.get(section).size()) {
                int before = output.size();
                write(section, index);
                if (output.size() > MAX_PART_BYTES - CLOSING_BYTES && !first) {
                    output.truncate(before);
                    room = false;
                } else {
                    index++;
                    first = false;
                }
            }
            output.endArray();
            if (room && shown == section) {
                section++;
                index = 0;
            }
        }
        done = section == SECTIONS.size();
        objects.bool(Keys.LAST, done);
        return frame.end();
    }

    private void write(int section, int index) {
        output.beginObject();
        switch (section) {
            case 0 -> {
                Agent agent = snapshot.agents().get(index);
                objects.agentFields(agent);
                objects.lastHeartbeat(heartbeats.millis(agent.id()));
            }
            case 1 -> {
                objects.taskFields(snapshot.tasks().get(index));
                objects.taskRest(snapshot.tasks().get(index));
            }
            case 2 -> objects.command(snapshot.commands().get(index));
            case 3 -> objects.approval(snapshot.approvals().get(index));
            default -> throw new IllegalStateException("a snapshot has no section " + section);
        }
        output.endObject();
    }
}
