package io.agentbridge.agents.echo;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.json.JsonFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents without a process: the answer to a prompt is the prompt, unless its first line is a script, or the agent's instructions have one
 * for it (see {@link EchoScript}).
 * A few threads serve all agents, each agent always the same one, so that its listener hears one call at a time.
 */
public final class EchoBackend implements AgentBackend, Closeable {
    private static final int MAX_LANES = 4;

    private final String name;
    private final String version;
    private final ScheduledThreadPoolExecutor[] lanes;
    private final AtomicInteger next = new AtomicInteger();

    /** Under a name; {@code version} is what its agents tell as theirs. */
    public EchoBackend(String name, String version) {
        this.name = name;
        this.version = version;
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_LANES);
        lanes = new ScheduledThreadPoolExecutor[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("agent-echo-" + i).factory());
            lanes[i].setRemoveOnCancelPolicy(true);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AgentSession start(AgentSpec spec, AgentListener listener) throws IOException {
        int lane = Math.floorMod(next.getAndIncrement(), lanes.length);
        EchoSession session = new EchoSession(spec, parts(spec), version, listener, lanes[lane]);
        session.begin();
        return session;
    }

    private static EchoScript.Parts parts(AgentSpec spec) throws IOException {
        try {
            return EchoScript.Parts.of(spec.appendSystemPrompt());
        } catch (JsonFormatException e) {
            throw new IOException("The @echo line of its instructions is no script. " + e.getMessage(), e);
        }
    }

    @Override
    public AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException {
        throw new IOException("The agent ended with the server that ran it.");
    }

    /** Ends its threads; its agents say nothing any more. */
    @Override
    public void close() {
        for (ScheduledThreadPoolExecutor lane : lanes) {
            lane.shutdownNow();
        }
    }
}
