package io.agentbridge.agents.exec;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.AgentEnvironment;
import io.agentbridge.agents.process.AgentFiles;
import io.agentbridge.agents.process.ProcessSupervisor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Agents that run a configured command for each prompt. Their argv comes from the configuration and from closed forms alone. */
public final class ExecBackend implements AgentBackend {
    private static final Pattern MODEL = Pattern.compile("|[A-Za-z0-9][A-Za-z0-9._\\[\\]-]{0,63}");

    private final ExecConfiguration configuration;
    private final ProcessSupervisor supervisor;

    /** With a command that was found. */
    public ExecBackend(ExecConfiguration configuration, ProcessSupervisor supervisor) {
        this.configuration = configuration;
        this.supervisor = supervisor;
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public AgentSession start(AgentSpec spec, AgentListener listener) throws IOException {
        if (!MODEL.matcher(spec.model()).matches()) {
            throw new IllegalArgumentException("Not the name of a model: letters, digits and . _ - [ ], at most 64");
        }
        if (!spec.appendSystemPrompt().isEmpty() || !spec.permissionMode().isEmpty()) {
            throw new IOException(
                    "An agent of " + name() + " takes neither a system prompt nor a permission mode. Leave them out.");
        }
        AgentFiles files = new AgentFiles(spec.folder(), spec.position().incarnation());
        String sessionId = spec.sessionId().isEmpty() ? UUID.randomUUID().toString() : sessionId(spec.sessionId());
        supervisor.prepare(files);
        List<String> command = new ArrayList<>();
        for (String argument : configuration.command()) {
            command.add(argument.replace("{model}", spec.model())
                    .replace("{session}", sessionId)
                    .replace("{workspace}", spec.workspace().toAbsolutePath().toString()));
        }
        Map<String, String> environment = AgentEnvironment.of(
                System.getenv(), configuration.passedEnvironment(), configuration.setEnvironment(), files);
        ExecSession session =
                new ExecSession(spec, sessionId, configuration, supervisor, files, command, environment, listener);
        session.begin();
        return session;
    }

    @Override
    public AgentSession attach(AgentSpec spec, AgentListener listener) throws IOException {
        supervisor.end(new AgentFiles(spec.folder(), spec.position().incarnation()));
        throw new IOException("The agent ended with the server that ran it.");
    }

    private static String sessionId(String text) {
        return UUID.fromString(text).toString();
    }
}
