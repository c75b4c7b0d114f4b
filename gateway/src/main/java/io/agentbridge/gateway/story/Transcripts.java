package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.gateway.wire.BodyReader;
import io.agentbridge.gateway.wire.EventFrames;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The conversations with many agents, each handed on piece by piece as it grows. What waits to be handed on is bounded, however many agents
 * there are and whatever they say. An event costs as much as the agents it is about are many. Used by one thread.
 */
public final class Transcripts {
    /** How much of one conversation waits. */
    static final int MAX_PENDING_CHARS = 64 << 10;
    /** How much of all conversations together waits. */
    static final int MAX_TOTAL_PENDING_CHARS = 8 << 20;

    /** Where conversations go. */
    @FunctionalInterface
    public interface Target {
        /** Takes the next piece of the conversation with an agent. */
        void append(String agentId, String markdown) throws IOException;
    }

    private final Predicate<String> wanted;
    private final BodyReader bodies;
    private final Target target;
    private final Map<String, Transcript> transcripts = new LinkedHashMap<>();
    private final Map<String, Agent> earlier = new HashMap<>();
    private long pendingChars;

    /** @param wanted picks agents by their id */
    public Transcripts(Predicate<String> wanted, BodyReader bodies, Target target) {
        this.wanted = wanted;
        this.bodies = bodies;
        this.target = target;
    }

    /** Names an agent that was created before the first event there is to be added. */
    public void createdEarlier(Agent agent) {
        earlier.put(agent.id(), agent);
    }

    /**
     * Adds what an event says to the conversation with each agent that it is about.
     *
     * @throws IOException if the target cannot take a piece
     */
    public void add(Event event) throws IOException {
        if (event.fact() instanceof Fact.AgentCreated created
                && wanted.test(created.agent().id())) {
            String id = created.agent().id();
            transcripts.put(id, new Transcript(id, bodies));
        }
        for (String id : new LinkedHashSet<>(EventFrames.subjects(event).agents())) {
            Transcript transcript = transcripts.get(id);
            if (transcript == null) {
                Agent agent = earlier.get(id);
                if (agent == null || !wanted.test(id)) {
                    continue;
                }
                transcript = Transcript.goingOn(agent, bodies);
                transcripts.put(id, transcript);
            }
            add(event, id, transcript);
        }
    }

    private void add(Event event, String id, Transcript transcript) throws IOException {
        int before = transcript.length();
        transcript.add(event);
        pendingChars += transcript.length() - before;
        if (transcript.length() >= MAX_PENDING_CHARS) {
            handOn(id, transcript);
        } else if (pendingChars >= MAX_TOTAL_PENDING_CHARS) {
            handOnAll();
        }
    }

    /** Hands on what waits. Returns how many conversations there were. */
    public int finish() throws IOException {
        handOnAll();
        return transcripts.size();
    }

    private void handOnAll() throws IOException {
        for (Map.Entry<String, Transcript> entry : transcripts.entrySet()) {
            handOn(entry.getKey(), entry.getValue());
        }
    }

    private void handOn(String id, Transcript transcript) throws IOException {
        if (transcript.length() > 0) {
            pendingChars -= transcript.length();
            target.append(id, transcript.take());
        }
    }
}
