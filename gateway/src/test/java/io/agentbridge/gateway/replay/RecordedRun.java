package io.agentbridge.gateway.replay;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
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
import io.agentbridge.journal.JournalReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An engine at work on random inputs, each step recorded in a journal, as the server does it. */
public final class RecordedRun {
    private final Random random;
    private final Journal journal;
    private Engine engine = new Engine(new State());
    private final Decision decision = new Decision();
    private final StepCodec codec = new StepCodec();
    private final List<Event> events = new ArrayList<>();
    private long timeMillis = 1_790_000_000_000L;
    private int requests;
    private long offset;

    public RecordedRun(Journal journal, long seed) {
        this.journal = journal;
        this.random = new Random(seed);
    }

    /** Recovers the state that a journal leads to, and goes on from there. */
    public void goOnFrom(Journal recorded) throws IOException {
        Replay replay = Replay.fromStart();
        try (JournalReader reader = recorded.reader(1)) {
            replay.run(reader);
        }
        engine = new Engine(replay.state());
        timeMillis = Math.max(timeMillis, replay.state().timestampMillis());
    }

    /** The state that the run has led to. */
    public State state() {
        return engine.state();
    }

    /** All events so far. */
    public List<Event> events() {
        return events;
    }

    /** Takes and records steps. */
    public void steps(int count) throws IOException {
        if (events.isEmpty()) {
            step(new Notice.ServerStarted("1.0", Settings.DEFAULT));
        }
        for (int i = 0; i < count; i++) {
            timeMillis += random.nextInt(2_000);
            if (engine.nextDeadlineMillis() <= timeMillis) {
                step(new Notice.DeadlineReached());
            }
            step(random.nextInt(4) == 0 || state().agents().isEmpty() ? request() : report());
        }
        journal.force();
    }

    /** Takes and records one step, with its events or without any. */
    public void step(Input input) throws IOException {
        long firstSequence = state().sequence() + 1;
        engine.step(input, timeMillis, decision);
        codec.encodeInput(input);
        codec.encodeEvents(decision.events());
        events.addAll(decision.events());
        journal.append(
                firstSequence,
                decision.events().size(),
                timeMillis,
                state().hash(),
                codec.inputBytes(),
                codec.inputLength(),
                codec.eventsBytes(),
                codec.eventsLength());
    }

    private Input request() {
        Cause cause = new Cause(
                "ada",
                "client-1",
                "request-" + ++requests,
                "",
                Dialect.STANDARD,
                random.nextBoolean() ? random.nextLong() : 0,
                -1);
        List<Agent> agents = List.copyOf(state().agents());
        if (agents.size() < 4 || random.nextInt(20) == 0) {
            return new Request.CreateAgent(
                    cause, AgentType.WORKER, "", "echo", "", List.of("code"), AgentOptions.DEFAULT);
        }
        String agentId = agents.get(random.nextInt(agents.size())).id();
        return switch (random.nextInt(6)) {
            case 0 ->
                new Request.AssignTask(
                        cause,
                        "",
                        "",
                        "Grüße",
                        Body.of("do it \ud83d\ude00"),
                        Body.none(),
                        Body.none(),
                        random.nextInt(5),
                        List.of(),
                        List.of("code"),
                        0,
                        new Retry(2, 500));
            case 1 ->
                random.nextInt(5) == 0
                        ? new Request.StopAgent(cause, agentId, StopMode.GRACEFUL, "done")
                        : new Request.CancelCommand(cause, "unknown");
            case 2 -> approval(cause);
            default -> new Request.ExecuteCommand(cause, agentId, Body.of("prompt " + requests), Body.none(), 0);
        };
    }

    private Input approval(Cause cause) {
        Optional<Approval> open = state().approvals().stream()
                .filter(approval -> approval.outcome() == ApprovalOutcome.PENDING)
                .findFirst();
        return new Request.RespondApproval(
                cause, open.map(Approval::id).orElse("none"), ApprovalDecision.ALLOW, Body.none(), Body.none());
    }

    private Input report() {
        List<Agent> agents = List.copyOf(state().agents());
        Agent agent = agents.get(random.nextInt(agents.size()));
        offset += 10;
        OutputPosition position = new OutputPosition(agent.incarnation(), offset);
        if (random.nextInt(60) == 0) {
            return new Report.AgentExited(agent.id(), position, false, FailureClass.EXIT, "exit code 1");
        }
        if (agent.status() == AgentStatus.INITIALIZING) {
            return agent.process().equals(ProcessIdentity.NONE)
                    ? new Report.AgentLaunched(agent.id(), position, new ProcessIdentity(7, 8, "boot"))
                    : new Report.AgentReady(agent.id(), position, "session", "1.0");
        }
        String command = agent.currentCommand();
        return switch (random.nextInt(5)) {
            case 0 -> new Report.PromptDelivered(agent.id(), position, command);
            case 1 ->
                new Report.PromptProgressed(
                        agent.id(), position, command, ProgressKind.TEXT, Body.of("some \"output\""));
            case 2 ->
                new Report.PermissionAsked(
                        agent.id(),
                        position,
                        command,
                        "permission-" + offset,
                        "Bash",
                        Body.of("{\"command\":\"ls\"}"),
                        "list",
                        Body.none(),
                        ApprovalDecision.NONE);
            default ->
                new Report.PromptFinished(
                        agent.id(),
                        position,
                        command,
                        false,
                        Body.of("result " + offset),
                        random.nextInt(5) == 0 ? FailureClass.RATE_LIMIT : FailureClass.NONE,
                        Body.none(),
                        new Usage(10, 20, 0, 0, 1234));
        };
    }
}
