package io.agentbridge.engine;

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
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.Usage;
import java.util.ArrayList;
import java.util.List;

/** An engine on a test bench: it is told things in short words, and all its events are kept. */
final class Bench {
    static final Settings SMALL = new Settings(1, 10, 3, 5, 100, 1 << 20, 60_000, 30_000, 50, 2);

    /** Room for more of anything than a step deals with. */
    static final Settings WIDE = new Settings(1, 1_000, 1_000, 1_000, 5_000, 1 << 23, 60_000, 30_000, 1_000, 2);

    final Engine engine;
    final List<Event> log = new ArrayList<>();
    final Decision decision = new Decision();
    long nowMillis = 1_795_451_536_000L;
    private int requests;

    Bench() {
        this(SMALL);
    }

    Bench(Settings settings) {
        engine = new Engine(new State());
        tell(new Notice.ServerStarted("1.0", settings));
    }

    State state() {
        return engine.state();
    }

    /** Takes a step and returns its facts. */
    List<Fact> tell(Input input) {
        engine.step(input, nowMillis, decision);
        log.addAll(decision.events());
        return facts();
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (Event event : decision.events()) {
            facts.add(event.fact());
        }
        return facts;
    }

    /** The kinds of the last step's facts. */
    List<String> kinds() {
        List<String> names = new ArrayList<>();
        for (Event event : decision.events()) {
            names.add(event.fact().getClass().getSimpleName());
        }
        return names;
    }

    Reply.Refused refusal() {
        if (decision.reply() instanceof Reply.Refused refused
                && decision.events().isEmpty()) {
            return refused;
        }
        throw new AssertionError("not refused, but " + kinds() + " " + decision.reply());
    }

    List<String> pass(long millis) {
        nowMillis += millis;
        tell(new Notice.DeadlineReached());
        return kinds();
    }

    Cause cause() {
        requests++;
        return new Cause(
                "alice", "client-1", "request-" + requests, "correlation-" + requests, Dialect.STANDARD, 0, -1);
    }

    static Cause idempotent(String requestId, long contentHash, long firstSentAt) {
        return new Cause("alice", "client-1", requestId, requestId, Dialect.STANDARD, contentHash, firstSentAt);
    }

    String create(String... capabilities) {
        tell(new Request.CreateAgent(
                cause(), AgentType.WORKER, "", "echo", "sonnet", List.of(capabilities), AgentOptions.DEFAULT));
        return ((Fact.AgentCreated) facts().getFirst()).agent().id();
    }

    /** An agent that is ready and idle. */
    String idleAgent(String... capabilities) {
        String id = create(capabilities);
        launched(id);
        ready(id);
        return id;
    }

    /** An agent with the returned command in flight. */
    String busy(String agentId) {
        return execute(agentId, "work");
    }

    void launched(String agentId) {
        tell(new Report.AgentLaunched(agentId, position(agentId), new ProcessIdentity(42, 7, "boot")));
    }

    void ready(String agentId) {
        tell(new Report.AgentReady(agentId, position(agentId), "session-1", "2.1"));
    }

    OutputPosition position(String agentId) {
        int incarnation = state().agent(agentId).map(Agent::incarnation).orElse(1);
        return new OutputPosition(incarnation, state().position(agentId).endOffset() + 10);
    }

    /** The id of the command that was queued or started, or empty. */
    String execute(String agentId, String text) {
        return execute(cause(), agentId, text, 0);
    }

    String execute(Cause cause, String agentId, String text, long timeoutMillis) {
        for (Fact fact : tell(new Request.ExecuteCommand(cause, agentId, Body.of(text), Body.none(), timeoutMillis))) {
            switch (fact) {
                case Fact.CommandStarted f -> {
                    return f.command().id();
                }
                case Fact.CommandQueued f -> {
                    return f.command().id();
                }
                default -> {}
            }
        }
        return "";
    }

    void finish(String commandId) {
        finish(commandId, FailureClass.NONE, false);
    }

    void finish(String commandId, FailureClass failure, boolean interrupted) {
        String agentId = command(commandId).agentId();
        tell(new Report.PromptFinished(
                agentId,
                position(agentId),
                commandId,
                interrupted,
                Body.of("done"),
                failure,
                failure == FailureClass.NONE ? Body.none() : Body.of("broken"),
                new Usage(1, 2, 3, 4, 5)));
    }

    void deliver(String commandId) {
        String agentId = command(commandId).agentId();
        tell(new Report.PromptDelivered(agentId, position(agentId), commandId));
    }

    void progress(String commandId, String text) {
        String agentId = command(commandId).agentId();
        tell(new Report.PromptProgressed(agentId, position(agentId), commandId, ProgressKind.TEXT, Body.of(text)));
    }

    void exit(String agentId, boolean promptLost, FailureClass failure) {
        tell(new Report.AgentExited(agentId, position(agentId), promptLost, failure, "it died"));
    }

    void stop(String agentId, StopMode mode) {
        tell(new Request.StopAgent(cause(), agentId, mode, "enough"));
    }

    void cancel(String commandId) {
        tell(new Request.CancelCommand(cause(), commandId));
    }

    void cancelTask(String taskId) {
        tell(new Request.CancelTask(cause(), taskId));
    }

    /** Assigns a task and returns its id. */
    String assign(String taskId, String agentId) {
        return assign(taskId, agentId, 0, List.of(), List.of(), Retry.NONE);
    }

    String assign(
            String taskId, String agentId, int priority, List<String> dependsOn, List<String> required, Retry retry) {
        return assign(taskId, agentId, priority, dependsOn, required, retry, "description");
    }

    String assign(
            String taskId,
            String agentId,
            int priority,
            List<String> dependsOn,
            List<String> required,
            Retry retry,
            String description) {
        tell(new Request.AssignTask(
                cause(),
                taskId,
                agentId,
                "Title of " + taskId,
                Body.of(description),
                Body.none(),
                Body.none(),
                priority,
                dependsOn,
                required,
                0,
                retry));
        return facts().isEmpty()
                ? ""
                : ((Fact.TaskAssigned) facts().getFirst()).task().id();
    }

    void ask(String commandId, String permissionId, ApprovalDecision ruling) {
        String agentId = command(commandId).agentId();
        tell(new Report.PermissionAsked(
                agentId,
                position(agentId),
                commandId,
                permissionId,
                "Bash",
                Body.of("{\"command\":\"ls\"}"),
                "List files",
                Body.none(),
                ruling));
    }

    void respond(String approvalId, ApprovalDecision decision) {
        tell(new Request.RespondApproval(cause(), approvalId, decision, Body.none(), Body.none()));
    }

    String message(String toAgent) {
        tell(new Request.RelayMessage(
                cause(),
                MessageKind.HANDOFF,
                "agent-x",
                toAgent,
                Body.of("your turn"),
                "communication",
                Body.none(),
                Body.none()));
        return facts().isEmpty()
                ? ""
                : ((Fact.MessageRelayed) facts().getFirst()).message().id();
    }

    void metric() {
        tell(new Request.ReportMetric(cause(), new Metric("latency", "1.5", "", Body.none())));
    }

    Agent agent(String id) {
        return state().agent(id).orElseThrow();
    }

    Command command(String id) {
        return state().command(id).orElseThrow();
    }

    Task task(String id) {
        return state().task(id).orElseThrow();
    }

    /** The only open approval. */
    Approval approval() {
        return state().approvals().stream()
                .filter(approval -> approval.resolvedBy().isEmpty()
                        && approval.outcome() == io.agentbridge.engine.model.ApprovalOutcome.PENDING)
                .findFirst()
                .orElseThrow();
    }

    AgentStatus status(String agentId) {
        return agent(agentId).status();
    }

    CancelReason cancelReason(String commandId) {
        return command(commandId).cancelReason();
    }
}
