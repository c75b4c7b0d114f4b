package io.agentbridge.engine;

import io.agentbridge.engine.Snapshot.AgentOutput;
import io.agentbridge.engine.model.OutputPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** How far the output of each living agent was consumed. */
final class Positions {
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private long hash;

    private static final class Entry {
        private OutputPosition position = OutputPosition.NONE;
        private long hash;
    }

    /** Takes over a position that a fact bears; {@link OutputPosition#NONE} says nothing. */
    void move(String agentId, OutputPosition position) {
        if (position.incarnation() == 0) {
            return;
        }
        Entry entry = entries.get(agentId);
        if (entry == null) {
            entry = new Entry();
            entries.put(agentId, entry);
        }
        hash -= entry.hash;
        entry.position = position;
        entry.hash = ModelHash.position(agentId, position);
        hash += entry.hash;
    }

    void forget(String agentId) {
        Entry before = entries.remove(agentId);
        if (before != null) {
            hash -= before.hash;
        }
    }

    OutputPosition of(String agentId) {
        Entry entry = entries.get(agentId);
        return entry == null ? OutputPosition.NONE : entry.position;
    }

    long hash() {
        return hash;
    }

    List<AgentOutput> outputs() {
        List<AgentOutput> outputs = new ArrayList<>(entries.size());
        entries.forEach((agentId, entry) -> outputs.add(new AgentOutput(agentId, entry.position)));
        return outputs;
    }
}
