package io.agentbridge.agents;

import java.io.IOException;

/** A way to run agents: a kind of CLI, configured. Thread-safe. */
public interface AgentBackend {
    /** The configured name, as clients give it. */
    String name();

    /**
     * Starts an agent. Returns once the process is launched; everything else comes to the listener.
     *
     * @throws IOException if it cannot be started; the message says why and what to do
     */
    AgentSession start(AgentSpec spec, AgentListener listener) throws IOException;

    /**
     * Takes over a process that an earlier server left running, reading its output from {@code spec.position()} on. If that process is
     * gone, or its number belongs to another one by now, the listener gets what output is left and then the exit.
     *
     * <p>The prompt in flight, if any, is to be given again to the session: it is written only if it certainly was not before.
     *
     * @throws IOException if its agents end with their server, or nothing is left of it to read; nothing is left running then
     */
    AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException;
}
