package io.agentbridge.agents.exec;

import io.agentbridge.agents.AgentListener;
import io.agentbridge.agents.AgentListener.PromptOutcome;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.agents.process.AgentFiles;
import io.agentbridge.agents.process.AgentProcess;
import io.agentbridge.agents.process.Launch;
import io.agentbridge.agents.process.ProcessSupervisor;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One agent: its prompts are runs of the command, one after another on one thread, which waits while a run reports from its
 * own. So the listener hears one call at a time.
 */
final class ExecSession implements AgentSession {
    private static final System.Logger LOG = System.getLogger(ExecSession.class.getName());

    private final String sessionId;
    private final ExecConfiguration configuration;
    private final ProcessSupervisor supervisor;
    private final AgentFiles files;
    private final List<String> command;
    private final Path workspace;
    private final Map<String, String> environment;
    private final String agentId;
    private final AgentListener listener;
    private final OutputPosition position;
    private final ExecutorService prompts;

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<ExecRun> run = Optional.empty();
    private boolean stopping;
    private boolean detached;

    ExecSession(
            AgentSpec spec,
            String sessionId,
            ExecConfiguration configuration,
            ProcessSupervisor supervisor,
            AgentFiles files,
            List<String> command,
            Map<String, String> environment,
            AgentListener listener) {
        this.sessionId = sessionId;
        this.configuration = configuration;
        this.supervisor = supervisor;
        this.files = files;
        this.command = List.copyOf(command);
        this.workspace = spec.workspace();
        this.environment = environment;
        this.agentId = spec.agentId();
        this.listener = listener;
        this.position = new OutputPosition(spec.position().incarnation(), 0);
        this.prompts = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("agent-exec-" + agentId).factory());
    }

    void begin() {
        prompts.execute(() -> {
            listener.launched(position, ProcessIdentity.NONE);
            listener.ready(position, sessionId, "");
        });
    }

    @Override
    public void prompt(String promptId, String text) {
        lock.lock();
        try {
            if (stopping) {
                return;
            }
            if (run.isPresent()) {
                throw new IllegalStateException(
                        "A prompt is in flight already: " + run.get().promptId());
            }
            ExecRun begun = new ExecRun(promptId, configuration, listener);
            run = Optional.of(begun);
            prompts.execute(() -> perform(begun, text));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            run.ifPresent(current -> current.cancel(StopMode.GRACEFUL));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void answer(String permissionId, ApprovalDecision decision, String message, String updatedInput) {
        // It never asks.
    }

    @Override
    public void stop(StopMode mode) {
        lock.lock();
        try {
            run.ifPresent(current -> current.cancel(mode));
            if (!stopping) {
                stopping = true;
                prompts.execute(this::exit);
                prompts.shutdown();
            }
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("An agent that does not stop takes tasks", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void detach() {
        lock.lock();
        try {
            detached = true;
        } finally {
            lock.unlock();
        }
        stop(StopMode.KILL);
    }

    private void perform(ExecRun begun, String text) {
        PromptOutcome outcome;
        Path input = files.folder().resolve("prompt-" + files.incarnation());
        try {
            supervisor.prepare(files);
            Files.writeString(input, text);
            AgentProcess process =
                    supervisor.launch(new Launch(files, command, workspace, environment, Optional.of(input)), agentId);
            outcome = begun.outcomeOf(process);
            Files.delete(input);
        } catch (IOException | RuntimeException e) {
            // Whatever it was: who waits for this prompt is told that it is over.
            LOG.log(System.Logger.Level.WARNING, "A command of agent " + agentId + " could not be run", e);
            outcome = new PromptOutcome(
                    false, "", FailureClass.INTERNAL, "The command could not be run: " + e.getMessage(), Usage.NONE);
        }
        lock.lock();
        try {
            run = Optional.empty();
            if (stopping) {
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.finished(position, begun.promptId(), outcome);
    }

    private void exit() {
        lock.lock();
        try {
            if (detached) {
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.exited(position, false, FailureClass.NONE, AgentListener.ENDED_ON_REQUEST);
    }
}
