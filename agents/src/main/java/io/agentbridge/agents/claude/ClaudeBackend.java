package io.agentbridge.agents.claude;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.AgentEnvironment;
import io.agentbridge.agents.process.AgentFiles;
import io.agentbridge.agents.process.AgentProcess;
import io.agentbridge.agents.process.Launch;
import io.agentbridge.agents.process.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Agents that are processes of the Claude Code CLI. */
public final class ClaudeBackend implements AgentBackend {
    /** No telemetry, no updates of itself, no traffic besides the model's. */
    private static final Map<String, String> QUIET = Map.of(
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
            "DISABLE_AUTOUPDATER", "1",
            "DISABLE_TELEMETRY", "1",
            "DISABLE_ERROR_REPORTING", "1");

    private final ClaudeConfiguration configuration;
    private final ClaudeCli cli;
    private final ProcessSupervisor supervisor;
    private final ClaudeMessages messages;

    /** With a CLI that was found. */
    public ClaudeBackend(ClaudeConfiguration configuration, ClaudeCli cli, ProcessSupervisor supervisor) {
        this.configuration = configuration;
        this.cli = cli;
        this.supervisor = supervisor;
        this.messages = new ClaudeMessages(supervisor.limits().maxLineBytes());
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public AgentSession start(AgentSpec spec, AgentListener listener) throws IOException {
        AgentFiles files = new AgentFiles(spec.folder(), spec.position().incarnation());
        String sessionId = spec.sessionId().isEmpty() ? UUID.randomUUID().toString() : spec.sessionId();
        supervisor.prepare(files);
        Files.writeString(files.session(), sessionId);
        List<String> command = ClaudeArguments.of(cli.path(), configuration, spec, files, sessionId);
        Map<String, String> set = new HashMap<>(QUIET);
        set.putAll(configuration.setEnvironment());
        Map<String, String> environment =
                AgentEnvironment.of(System.getenv(), configuration.passedEnvironment(), set, files);
        AgentProcess process = supervisor.launch(
                new Launch(files, command, spec.workspace(), environment, Optional.empty()), spec.agentId());
        return follow(spec, sessionId, listener, process, false);
    }

    @Override
    public AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException {
        AgentFiles files = new AgentFiles(spec.folder(), spec.position().incarnation());
        if (!Files.isRegularFile(files.session())) {
            throw new IOException(
                    "The files of agent " + spec.agentId() + " are gone; it cannot be taken over. Start it again.");
        }
        String sessionId = Files.readString(files.session());
        // From the beginning: what the session knows is what its lines have said. Only what is past the position is
        // reported.
        AgentProcess process = supervisor.adopt(files, spec.process(), spec.agentId());
        return follow(spec, sessionId, listener, process, true);
    }

    private ClaudeSession follow(
            AgentSpec spec, String sessionId, AgentListener listener, AgentProcess process, boolean attached) {
        ClaudeSession session =
                new ClaudeSession(spec, sessionId, cli.version(), configuration, messages, listener, process, attached);
        process.follow(session);
        return session;
    }
}
