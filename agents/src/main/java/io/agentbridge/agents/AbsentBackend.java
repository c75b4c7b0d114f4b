package io.agentbridge.agents;

import io.agentbridge.agents.process.AgentFiles;
import io.agentbridge.agents.process.ProcessSupervisor;
import java.io.IOException;

/** Stands for a backend that cannot be used: none of its agents starts, and those that an earlier server left running are ended. */
final class AbsentBackend implements AgentBackend {
    private final String name;
    private final String explanation;
    private final ProcessSupervisor supervisor;

    /** @param explanation why it cannot be used and what to do; a sentence for people */
    AbsentBackend(String name, String explanation, ProcessSupervisor supervisor) {
        this.name = name;
        this.explanation = explanation;
        this.supervisor = supervisor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AgentSession start(AgentSpec spec, AgentListener listener) {
        endSurvivors(spec);
        throw new IllegalArgumentException(explanation);
    }

    @Override
    public AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException {
        endSurvivors(spec);
        throw new IOException("The agent was ended. " + explanation);
    }

    private void endSurvivors(AgentSpec spec) {
        supervisor.end(new AgentFiles(spec.folder(), spec.position().incarnation()));
    }
}
