package io.agentbridge.gateway.replay;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.Journal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A fleet of agents at work for millions of events, each step recorded: commands, tasks with retries, questions, timeouts, agents
 * that fail, stop and are created anew. Small limits, so that the state forgets all the time. Takes constant time for each step.
 */
final class ManyLives {
    private static final int AGENTS = 50;
    private static final int MAX_WAITING_STEPS = 3;
    private static final Settings SETTINGS =
            new Settings(Settings.DEFAULT.behaviourLevel(), 100, 100, 1_000, 500, 1 << 20, 60_000, 30_000, 2_000, 3);

    private final Journal journal;
    private final Random random;
    private final Engine engine = new Engine(new State());
    private final Decision decision = new Decision();
    private final StepCodec codec = new StepCodec();
    private final List<String> agents = new ArrayList<>();
    private final Deque<Command> inFlight = new ArrayDeque<>();
    private long timeMillis = 1_790_000_000_000L;
    private long requests;
    private long offset;

    ManyLives(Journal journal, long seed) throws IOException {
        this.journal = journal;
        this.random = new Random(seed);
        step(new Notice.ServerStarted("1.0", SETTINGS));
    }

    /** The state that these lives have led to. */
    State state() {
        return engine.state();
    }

    /** Goes on to at least that sequence. */
    void runTo(long sequence) throws IOException {
        while (state().sequence() < sequence) {
            timeMillis += random.nextInt(50);
            if (engine.nextDeadlineMillis() <= timeMillis) {
                step(new Notice.DeadlineReached());
            } else if (agents.size() < AGENTS) {
                createAgent();
            } else if (inFlight.size() > MAX_WAITING_STEPS) {
                work(inFlight.remove());
            } else {
                ask();
            }
        }
    }

    private void createAgent() throws IOException {
        step(new Request.CreateAgent(cause(), AgentType.WORKER, "", "echo", "", List.of("code"), AgentOptions.DEFAULT));
        for (Event event : List.copyOf(decision.events())) {
            if (event.fact() instanceof Fact.AgentCreated created) {
                agents.add(created.agent().id());
                launch(created.agent().id());
            }
        }
    }

    private void launch(String agentId) throws IOException {
        step(new Report.AgentLaunched(agentId, position(agentId), new ProcessIdentity(7, 8, "boot")));
        step(new Report.AgentReady(agentId, position(agentId), "session", "1.0"));
    }

    private void ask() throws IOException {
        String agentId = agents.get(random.nextInt(agents.size()));
        int kind = random.nextInt(400);
        if (kind == 0) {
            exit(agentId, FailureClass.EXIT);
        } else if (kind == 1) {
            step(new Request.StopAgent(cause(), agentId, StopMode.GRACEFUL, "done"));
            exit(agentId, FailureClass.NONE);
        } else if (kind < 80) {
            step(new Request.AssignTask(
                    cause(),
                    "",
                    random.nextInt(4) == 0 ? agentId : "",
                    "Grüße",
                    Body.of("do it \ud83d\ude00"),
                    Body.none(),
                    Body.none(),
                    random.nextInt(5),
                    List.of(),
                    List.of("code"),
                    0,
                    new Retry(2, 500)));
        } else {
            step(new Request.ExecuteCommand(cause(), agentId, Body.of("prompt " + requests), Body.none(), 0));
        }
    }

    private void exit(String agentId, FailureClass failure) throws IOException {
        step(new Report.AgentExited(agentId, position(agentId), false, failure, "exit code 1"));
        AgentStatus status = state().agent(agentId).map(Agent::status).orElse(AgentStatus.STOPPED);
        if (status == AgentStatus.INITIALIZING) {
            launch(agentId);
        } else if (!status.acceptsWork()) {
            agents.remove(agentId);
        }
    }

    private void work(Command command) throws IOException {
        String agentId = command.agentId();
        String id = command.id();
        step(new Report.PromptDelivered(agentId, position(agentId), id));
        for (int i = random.nextInt(3); i > 0; i--) {
            step(new Report.PromptProgressed(
                    agentId, position(agentId), id, ProgressKind.TEXT, Body.of("some \"output\"")));
        }
        int turn = random.nextInt(20);
        if (turn == 0) {
            // Nobody answers: it ends by its deadline, at the latest.
            return;
        }
        if (turn == 1) {
            step(new Request.CancelCommand(cause(), id));
        } else if (turn < 5) {
            askForPermission(agentId, id);
        }
        step(new Report.PromptFinished(
                agentId,
                position(agentId),
                id,
                turn == 1,
                Body.of("result " + offset),
                random.nextInt(10) == 0 ? FailureClass.RATE_LIMIT : FailureClass.NONE,
                Body.none(),
                new Usage(10, 20, 0, 0, 1234)));
    }

    private void askForPermission(String agentId, String commandId) throws IOException {
        step(new Report.PermissionAsked(
                agentId,
                position(agentId),
                commandId,
                "permission-" + offset,
                "Bash",
                Body.of("{\"command\":\"ls\"}"),
                "list",
                Body.none(),
                ApprovalDecision.NONE));
        for (Event event : List.copyOf(decision.events())) {
            if (event.fact() instanceof Fact.ApprovalRequested requested && random.nextInt(4) > 0) {
                step(new Request.RespondApproval(
                        cause(), requested.approval().id(), ApprovalDecision.ALLOW, Body.none(), Body.none()));
            }
        }
    }

    private void step(Input input) throws IOException {
        long firstSequence = state().sequence() + 1;
        engine.step(input, timeMillis, decision);
        if (decision.events().isEmpty()) {
            return;
        }
        codec.encodeInput(input);
        codec.encodeEvents(decision.events());
        journal.append(
                firstSequence,
                decision.events().size(),
                timeMillis,
                state().hash(),
                codec.inputBytes(),
                codec.inputLength(),
                codec.eventsBytes(),
                codec.eventsLength());
        for (Event event : decision.events()) {
            if (event.fact() instanceof Fact.CommandStarted started) {
                inFlight.add(started.command());
            }
        }
    }

    private OutputPosition position(String agentId) {
        offset += 10;
        return new OutputPosition(state().agent(agentId).map(Agent::incarnation).orElse(1), offset);
    }

    private Cause cause() {
        requests++;
        return new Cause("ada", "client-1", "request-" + requests, "", Dialect.STANDARD, requests, -1);
    }
}
