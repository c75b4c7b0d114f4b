package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;
import java.io.PrintStream;

/** Events as lines of JSON for people and tools: with sequence and time, which the journal keeps elsewhere. Used by one thread. */
public final class EventLines {
    private final JsonObjectWriter out = new JsonObjectWriter();
    private final TimeText times = new TimeText();

    /** The event as one line, without its end. */
    public String line(Event event) {
        encode(event);
        return out.text();
    }

    /** The input that led to events, likewise. */
    public String line(Input input) {
        out.reset();
        out.begin();
        InputCodec.members(out, input);
        out.end();
        return out.text();
    }

    /** An object of the state, likewise. */
    public String line(Agent agent) {
        out.reset();
        out.begin();
        AgentCodec.encode(out, Field.AGENT, agent);
        out.end();
        return out.text();
    }

    /** An object of the state, likewise. */
    public String line(Command command) {
        out.reset();
        out.begin();
        CommandCodec.encode(out, Field.COMMAND, command);
        out.end();
        return out.text();
    }

    /** An object of the state, likewise. */
    public String line(Task task) {
        out.reset();
        out.begin();
        TaskCodec.encode(out, Field.TASK, task);
        out.end();
        return out.text();
    }

    /** An object of the state, likewise. */
    public String line(Approval approval) {
        out.reset();
        out.begin();
        ApprovalCodec.encode(out, Field.APPROVAL, approval);
        out.end();
        return out.text();
    }

    /** Prints the event as one line in UTF-8, whatever the stream's own charset. */
    public void print(Event event, PrintStream stream) {
        encode(event);
        out.printLine(stream);
    }

    private void encode(Event event) {
        out.reset();
        out.begin();
        out.number(Field.SEQUENCE, event.sequence());
        out.text(Field.TIMESTAMP, times.of(event.timestampMillis()));
        EventCodec.members(out, event);
        out.end();
    }
}
