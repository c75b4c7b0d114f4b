package io.agentbridge.gateway.codec;

import io.agentbridge.engine.Snapshot;
import java.io.PrintStream;

/** A snapshot as one line of JSON for people and tools. */
public final class SnapshotLine {
    private final JsonObjectWriter out = new JsonObjectWriter();

    /** The snapshot of a state. O(objects). */
    public SnapshotLine(Snapshot snapshot) {
        out.begin();
        SnapshotCodec.members(out, snapshot);
        out.end();
    }

    /** The line, without its end. */
    public String text() {
        return out.text();
    }

    /** Prints the line in UTF-8, whatever the stream's own charset. */
    public void print(PrintStream stream) {
        out.printLine(stream);
    }
}
