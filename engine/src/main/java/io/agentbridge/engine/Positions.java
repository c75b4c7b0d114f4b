package io.agentbridge.engine;

import io.agentbridge.engine.Snapshot.AgentOutput;
import io.agentbridge.engine.model.OutputPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** How far the output of each living agent was consumed. */
final class Positions {
    private final LinkedHashMap<String, OutputPosition> positions = new LinkedHashMap<>();
    private long hash;

    /** Takes over a position that a fact bears; {@link OutputPosition#NONE} says nothing. */
    void move(String agentId, OutputPosition position) {
        if (position.incarnation() == 0) {
            return;
        }
        OutputPosition before = positions.put(agentId, position);
        if (before != null) {
            hash -= ModelHash.position(agentId, before);
        }
        hash += ModelHash.position(agentId, position);
    }

    void forget(String agentId) {
        OutputPosition before = positions.remove(agentId);
        if (before != null) {
            hash -= ModelHash.position(agentId, before);
        }
    }

    OutputPosition of(String agentId) {
        return positions.getOrDefault(agentId, OutputPosition.NONE);
    }

    long hash() {
        return hash;
    }

    List<AgentOutput> outputs() {
        List<AgentOutput> outputs = new ArrayList<>(positions.size());
        positions.forEach((agentId, position) -> outputs.add(new AgentOutput(agentId, position)));
        return outputs;
    }
}
