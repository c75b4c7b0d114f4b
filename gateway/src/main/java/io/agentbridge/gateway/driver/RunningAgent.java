package io.agentbridge.gateway.driver;

import io.agentbridge.agents.AgentSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of an agent, from the moment its start is ordered. What it is asked to do before its session is there waits.
 * For the driver's thread.
 */
final class RunningAgent {
    private final int incarnation;
    private final Deque<Consumer<AgentSession>> waiting = new ArrayDeque<>();
    private @Nullable AgentSession session;
    private boolean promptWaiting;

    RunningAgent(int incarnation) {
        this.incarnation = incarnation;
    }

    int incarnation() {
        return incarnation;
    }

    void tell(Consumer<AgentSession> order) {
        if (session == null) {
            waiting.add(order);
        } else {
            order.accept(session);
        }
    }

    void prompt(String promptId, String text) {
        promptWaiting = session == null;
        tell(running -> running.prompt(promptId, text));
    }

    /** Whether a prompt was ordered that no session was given. */
    boolean holdsPrompt() {
        return promptWaiting;
    }

    void started(AgentSession started) {
        session = started;
        promptWaiting = false;
        for (Consumer<AgentSession> order = waiting.poll(); order != null; order = waiting.poll()) {
            order.accept(started);
        }
    }
}
