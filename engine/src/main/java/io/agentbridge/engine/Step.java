package io.agentbridge.engine;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.OutputPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step at hand: its time, the state it works on, and what it decides. Each fact is applied as soon as it is emitted, except
 * that an agent's changes are gathered in a draft and become one fact when the agent is settled.
 */
final class Step {
    private static final long RETRY_AFTER_MILLIS = 1000;

    private final State state;
    private final LinkedHashMap<String, AgentDraft> drafts = new LinkedHashMap<>();
    private Decision decision = new Decision();
    private final int maxEndings;
    private final long maxBytes;
    private int endingsLeft;
    private long bytesBefore;
    private long nowMillis;
    private String reportingAgent = "";
    private OutputPosition position = OutputPosition.NONE;

    Step(State state, int maxEndings, long maxBytes) {
        this.state = state;
        this.maxEndings = maxEndings;
        this.maxBytes = maxBytes;
    }

    void begin(long timestampMillis, Decision receiver) {
        decision = receiver;
        decision.clear();
        nowMillis = Math.max(timestampMillis, state.timestampMillis());
        reportingAgent = "";
        position = OutputPosition.NONE;
        endingsLeft = maxEndings;
        bytesBefore = state.putBytes();
    }

    /** Whether one more of many alike may be dealt with in this step; the others follow when their deadline is reached. */
    boolean mayEndAnother() {
        return !isSpent() && endingsLeft-- > 0;
    }

    boolean isSpent() {
        return endingsLeft <= 0 || state.putBytes() - bytesBefore >= maxBytes;
    }

    /** What follows was observed in the agent's output up to the position. */
    void observed(String agentId, OutputPosition upTo) {
        reportingAgent = agentId;
        position = upTo;
    }

    State state() {
        return state;
    }

    long nowMillis() {
        return nowMillis;
    }

    /** The sequence that the {@code distance}-th next fact gets, from 1. */
    long sequenceAhead(int distance) {
        return state.sequence() + distance;
    }

    /** The position to put on a fact about the agent. */
    OutputPosition position(String agentId) {
        return reportingAgent.equals(agentId) ? position : OutputPosition.NONE;
    }

    void emit(Fact fact) {
        emit(Cause.NONE, fact);
    }

    /** Emits a fact that answers {@code cause}. */
    void emit(Cause cause, Fact fact) {
        Event event = new Event(state.sequence() + 1, nowMillis, cause, fact);
        state.apply(event);
        decision.add(event);
    }

    void reply(Reply reply) {
        decision.reply(reply);
    }

    void refuse(Cause cause, ErrorType type, String message, String agentId) {
        decision.reply(new Reply.Refused(cause, type, message, agentId, 0));
    }

    void refuseOverloaded(Cause cause, String message, String agentId) {
        decision.reply(new Reply.Refused(cause, ErrorType.OVERLOADED, message, agentId, RETRY_AFTER_MILLIS));
    }

    /** The draft of an agent that is known to exist. */
    AgentDraft agent(String agentId) {
        AgentDraft draft = drafts.get(agentId);
        if (draft == null) {
            Agent agent = state.findAgent(agentId);
            if (agent == null) {
                throw new IllegalStateException("no agent " + agentId + " to work on");
            }
            draft = new AgentDraft(agent);
            drafts.put(agentId, draft);
        }
        return draft;
    }

    /** The draft of an agent, null where it is not remembered any more. */
    @Nullable
    AgentDraft agentIfKnown(String agentId) {
        return state.findAgent(agentId) == null ? null : agent(agentId);
    }

    /** The status of the agent as this step has it so far. */
    AgentStatus status(Agent agent) {
        AgentDraft draft = drafts.isEmpty() ? null : drafts.get(agent.id());
        return draft == null ? agent.status() : draft.status;
    }

    /** The after-image of the agent, which the caller emits with a fact of its own. */
    Agent take(AgentDraft draft) {
        drafts.remove(draft.before.id());
        return image(draft);
    }

    /** Emits what has changed with the agents. */
    void settle() {
        if (drafts.isEmpty()) {
            return;
        }
        List<AgentDraft> settled =
                drafts.size() == 1 ? List.of(drafts.firstEntry().getValue()) : new ArrayList<>(drafts.values());
        drafts.clear();
        for (AgentDraft draft : settled) {
            draft.queueLength = state.queues().length(draft.before.id());
            if (draft.isChanged()) {
                emit(new Fact.AgentChanged(image(draft), position(draft.before.id())));
            }
        }
    }

    private Agent image(AgentDraft draft) {
        draft.queueLength = state.queues().length(draft.before.id());
        draft.lastActivityMillis = nowMillis;
        return draft.image();
    }
}
