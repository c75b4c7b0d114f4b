package io.agentbridge.gateway.driver;

import io.agentbridge.agents.AgentBackend;
import io.agentbridge.agents.AgentSession;
import io.agentbridge.agents.AgentSpec;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.log.LogCursor;
import io.agentbridge.gateway.pipeline.Pipeline;
import io.agentbridge.gateway.pipeline.Threading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out the intents in the log: agents to start, prompts to give, decisions to pass on, agents to stop. What comes of it is
 * reported as inputs.
 *
 * <p>At a start it works from the recovered state, never from old events: survivors are taken over or ended before anything is
 * given to them.
 */
public final class AgentDriver {
    /** Starts at once; each costs a processor for a while. */
    private static final int MAX_CONCURRENT_STARTS = 2;

    private static final long STOP_SECONDS = 20;
    private static final long KILL_SECONDS = 5;

    private final State state;
    private final LogCursor cursor;
    private final Pipeline pipeline;
    private final Function<String, AgentBackend> backends;
    private final Path agentsFolder;
    private final Bodies bodies;
    private final AgentTexts texts;
    private final Rulings rulings;
    private final Consumer<Throwable> failed;
    private final Map<String, RunningAgent> running = new LinkedHashMap<>();
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final ExecutorService starts = Executors.newFixedThreadPool(
            MAX_CONCURRENT_STARTS, Thread.ofPlatform().name("agent-start-", 1).factory());
    private final Thread thread = new Thread(this::run, "agent-driver");
    private volatile boolean closing;
    /** Set when what still runs does not end. */
    private volatile boolean abandoned;

    /**
     * @param state the recovered state, where {@code cursor} starts; the driver's own from now on
     * @param backends by name, for any name
     * @param failed told if the log cannot be read any more; no intent is carried out then
     */
    public AgentDriver(
            State state,
            LogCursor cursor,
            Pipeline pipeline,
            Function<String, AgentBackend> backends,
            Path agentsFolder,
            Bodies bodies,
            Rulings rulings,
            Consumer<Throwable> failed) {
        this.state = state;
        this.cursor = cursor;
        this.pipeline = pipeline;
        this.backends = backends;
        this.agentsFolder = agentsFolder;
        this.bodies = bodies;
        this.texts = new AgentTexts(bodies);
        this.rulings = rulings;
        this.failed = failed;
        thread.setDaemon(true);
    }

    /** Takes up what the recovered state has open, then follows the log. */
    public void start() {
        for (Agent agent : state.agents()) {
            takeUp(agent);
        }
        thread.start();
    }

    /** Tells it that there is something to read. Any thread. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            long idleSince = System.nanoTime();
            while (!closing || (!running.isEmpty() && !abandoned)) {
                boolean worked = read();
                for (Runnable mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
                    mail.run();
                    worked = true;
                }
                if (worked) {
                    idleSince = System.nanoTime();
                } else {
                    pause(idleSince);
                }
            }
        } catch (IOException | RuntimeException | Error failure) {
            failed.accept(failure);
        } finally {
            cursor.close();
        }
    }

    /** Yields for a moment, since the next intent often follows at once and a wake-up costs more than the work. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void pause(long idleSince) {
        if (System.nanoTime() - idleSince < Threading.YIELD_NANOS) {
            Thread.yield();
        } else {
            LockSupport.park(this);
        }
    }

    private boolean read() throws IOException {
        Event event = cursor.poll();
        if (event == null) {
            return false;
        }
        state.apply(event);
        carryOut(event.fact());
        return true;
    }

    private void carryOut(Fact fact) {
        switch (fact) {
            case Fact.AgentCreated created -> launch(created.agent());
            case Fact.AgentRestarting restarting -> launch(restarting.agent());
            case Fact.AgentStopping stopping -> stop(stopping.agent());
            case Fact.AgentStopped stopped -> running.remove(stopped.agent().id());
            case Fact.AgentFailed failedAgent ->
                running.remove(failedAgent.agent().id());
            case Fact.CommandStarted started -> prompt(started.command());
            case Fact.CommandCancelling cancelling -> cancel(cancelling.command());
            case Fact.ApprovalResolved resolved -> answer(resolved.approval());
            case Fact.ServerStarted none -> {}
            case Fact.AgentLaunched none -> {}
            case Fact.AgentChanged none -> {}
            case Fact.CommandQueued none -> {}
            case Fact.CommandDelivered none -> {}
            case Fact.CommandProgressed none -> {}
            case Fact.CommandChanged none -> {}
            case Fact.CommandRequeued none -> {}
            case Fact.CommandEnded none -> {}
            case Fact.TaskAssigned none -> {}
            case Fact.TaskChanged none -> {}
            case Fact.TaskCancelling none -> {}
            case Fact.TaskEnded none -> {}
            case Fact.ApprovalRequested none -> {}
            case Fact.MessageRelayed none -> {}
            case Fact.MetricReported none -> {}
        }
    }

    /** What is open for an agent when the server starts. */
    private void takeUp(Agent agent) {
        if (agent.status() == AgentStatus.STOPPED
                || agent.status() == AgentStatus.ERROR
                || agent.process().equals(ProcessIdentity.ENDED)) {
            return;
        }
        OutputPosition position = state.position(agent.id());
        if (position.incarnation() != agent.incarnation()) {
            launch(agent);
            if (agent.status() == AgentStatus.STOPPING) {
                stop(agent);
            }
            return;
        }
        if (agent.process().equals(ProcessIdentity.NONE) && agent.status() != AgentStatus.STOPPING) {
            // It will be launched again, which ends what its commands may have left running.
            pipeline.publish(new Report.AgentExited(
                    agent.id(), position, false, FailureClass.NONE, "The agent ended with the server that ran it."));
            return;
        }
        AgentBackend backend = backends.apply(agent.backend());
        // A survivor that is gone is no fault of the agent's.
        begin(
                agent,
                spec -> backend.attach(spec, reports(agent)),
                position,
                agent.process(),
                failure -> FailureClass.NONE);
        if (agent.status() == AgentStatus.STOPPING) {
            stop(agent);
            return;
        }
        state.command(agent.currentCommand()).ifPresent(command -> {
            // The session knows whether it was written, and writes it once. Without its text, one that was written
            // goes on, and one that was not is given back and fails when it is given the next time.
            texts.prompt(command, state)
                    .ifPresent(prompt -> tell(agent, session -> session.prompt(command.id(), prompt)));
            if (command.cancelReason() != CancelReason.NONE) {
                cancel(command);
            }
            for (Approval approval : state.approvals()) {
                if (approval.commandId().equals(command.id())) {
                    answer(approval);
                }
            }
        });
    }

    private void launch(Agent agent) {
        if (closing) {
            running.remove(agent.id());
            return;
        }
        AgentBackend backend = backends.apply(agent.backend());
        begin(
                agent,
                spec -> backend.start(spec, reports(agent)),
                new OutputPosition(agent.incarnation(), 0),
                ProcessIdentity.NONE,
                // One that was asked for wrongly is not tried again.
                failure -> failure instanceof IllegalArgumentException ? FailureClass.INPUT : FailureClass.INTERNAL);
    }

    @FunctionalInterface
    private interface Start {
        AgentSession apply(AgentSpec spec) throws IOException;
    }

    private void begin(
            Agent agent,
            Start start,
            OutputPosition position,
            ProcessIdentity process,
            Function<Exception, FailureClass> blame) {
        RunningAgent beginning = new RunningAgent(agent.incarnation());
        running.put(agent.id(), beginning);
        starts.execute(() -> {
            if (closing) {
                // The next server starts it.
                post(() -> gone(agent));
                return;
            }
            try {
                AgentSession session = start.apply(spec(agent, position, process));
                post(() -> beginning.started(session));
            } catch (IOException | RuntimeException failure) {
                post(() -> pipeline.publish(new Report.AgentExited(
                        agent.id(), position, beginning.holdsPrompt(), blame.apply(failure), message(failure))));
            }
        });
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private AgentSpec spec(Agent agent, OutputPosition position, ProcessIdentity process) throws IOException {
        Path folder = agentsFolder.resolve(agent.id());
        Path workspace = agent.options().workspace().isEmpty()
                ? folder.resolve("workspace")
                : Path.of(agent.options().workspace());
        Files.createDirectories(folder);
        if (agent.options().workspace().isEmpty()) {
            Files.createDirectories(workspace);
        } else if (!Files.isDirectory(workspace)) {
            throw new IOException(
                    "The workspace '" + agent.options().workspace() + "' is not a folder on this server.");
        }
        return new AgentSpec(
                agent.id(),
                agent.model(),
                agent.options().permissionMode(),
                folder,
                workspace,
                bodies.text(agent.options().appendSystemPrompt()),
                agent.options().maxTurns(),
                agent.options().maxCostMicros(),
                agent.sessionId(),
                agent.usage().costMicros(),
                position,
                process,
                agent.currentCommand());
    }

    private AgentReports reports(Agent agent) {
        return new AgentReports(agent.id(), pipeline, bodies, rulings, () -> post(() -> gone(agent)));
    }

    private void gone(Agent agent) {
        RunningAgent present = running.get(agent.id());
        if (present != null && present.incarnation() == agent.incarnation()) {
            running.remove(agent.id());
        }
    }

    private void prompt(Command command) {
        RunningAgent agent = running.get(command.agentId());
        if (agent != null) {
            texts.prompt(command, state)
                    .ifPresentOrElse(
                            text -> agent.prompt(command.id(), text),
                            () -> pipeline.publish(AgentTexts.unreadable(command, position(agent, command))));
        }
    }

    /** How far the output of this incarnation was consumed. */
    private OutputPosition position(RunningAgent agent, Command command) {
        OutputPosition known = state.position(command.agentId());
        return known.incarnation() == agent.incarnation() ? known : new OutputPosition(agent.incarnation(), 0);
    }

    private void tell(Agent agent, Consumer<AgentSession> order) {
        RunningAgent present = running.get(agent.id());
        if (present != null) {
            present.tell(order);
        }
    }

    private void cancel(Command command) {
        RunningAgent agent = running.get(command.agentId());
        if (agent != null && command.status().isInFlight()) {
            agent.tell(AgentSession::cancel);
        }
    }

    private void answer(Approval approval) {
        RunningAgent agent = running.get(approval.agentId());
        if (agent != null
                && approval.outcome() != ApprovalOutcome.PENDING
                && approval.decision() != ApprovalDecision.NONE) {
            agent.tell(session -> texts.answer(session, approval));
        }
    }

    private void stop(Agent agent) {
        RunningAgent present = running.get(agent.id());
        if (present == null) {
            pipeline.publish(new Report.AgentExited(
                    agent.id(), state.position(agent.id()), true, FailureClass.NONE, "The agent had no process."));
        } else {
            present.tell(session -> session.stop(agent.stopMode()));
        }
    }

    private void post(Runnable mail) {
        mailbox.add(mail);
        wake();
    }

    /** Ends every agent gracefully, within a bounded time; the journal keeps them, and the next start goes on with them. */
    public void stop() throws InterruptedException {
        closing = true;
        post(() -> endAll(StopMode.GRACEFUL));
        if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
            post(() -> endAll(StopMode.KILL));
            if (!thread.join(Duration.ofSeconds(KILL_SECONDS))) {
                abandoned = true;
                wake();
                thread.join(Duration.ofSeconds(KILL_SECONDS));
            }
        }
        // Only now: until its end the thread may hand over a start, which sees for itself that it comes too late.
        starts.shutdown();
        starts.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private void endAll(StopMode mode) {
        for (RunningAgent agent : running.values()) {
            agent.tell(session -> session.stop(mode));
        }
    }
}
