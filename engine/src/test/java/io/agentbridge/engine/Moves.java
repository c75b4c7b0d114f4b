package io.agentbridge.engine;

import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
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
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Makes an input out of a number: mostly one that makes sense in the state at hand, often one that is stale, repeated or garbage.
 */
final class Moves {
    private static final List<String> CAPABILITIES = List.of("coding", "review", "test");

    private final State state;
    private long bits;

    Moves(State state) {
        this.state = state;
    }

    /** An input and how far the clock moves before it (also backwards). */
    record Move(Input input, long elapsedMillis) {}

    Move next(long seed) {
        bits = seed;
        long elapsed =
                switch (pick(12)) {
                    case 0 -> 700 + pick(3_000);
                    case 1 -> 20_000;
                    case 2 -> -5_000;
                    case 3, 4, 5 -> pick(100);
                    default -> 0;
                };
        return new Move(input(), elapsed);
    }

    private Input input() {
        return switch (pick(40)) {
            case 0, 1 ->
                new Request.CreateAgent(
                        cause(),
                        one(AgentType.values()),
                        pick(2) == 0 ? "" : "Ada",
                        "echo",
                        "sonnet",
                        capabilities(),
                        new AgentOptions("", "", body(), 0, 0, pick(2) * 5_000L, Body.none()));
            case 2 ->
                new Request.StopAgent(cause(), agentId(), pick(3) == 0 ? StopMode.KILL : StopMode.GRACEFUL, "why");
            case 3, 4, 5, 6, 7, 8 ->
                new Request.ExecuteCommand(cause(), agentId(), body(), Body.none(), pick(3) * 2_000L);
            case 9, 10 -> new Request.CancelCommand(cause(), commandId());
            case 11, 12, 13, 14, 15 -> assign();
            case 16, 17 -> new Request.CancelTask(cause(), taskId());
            case 18 ->
                new Request.RelayMessage(
                        cause(), MessageKind.HANDOFF, agentId(), agentId(), body(), "", Body.none(), Body.none());
            case 19, 20 ->
                new Request.RespondApproval(cause(), approvalId(), one(ApprovalDecision.values()), body(), Body.none());
            case 21 -> new Request.ReportMetric(cause(), new Metric("m", "1", "", Body.none()));
            case 22 -> new Notice.DeadlineReached();
            case 23 -> pick(6) == 0 ? new Notice.ServerStarted("1.1", settings()) : new Notice.DeadlineReached();
            default -> report();
        };
    }

    private Settings settings() {
        Settings s = state.settings();
        return new Settings(
                s.behaviourLevel(),
                s.maxAgents(),
                s.maxQueuedCommands(),
                s.maxOpenTasks(),
                pick(6),
                s.maxStateBytes(),
                pick(3) * 4_000L,
                pick(4) * 1_000L,
                pick(20),
                pick(3));
    }

    private Input assign() {
        List<String> dependencies = new ArrayList<>();
        for (int i = pick(4) - 1; i > 0; i--) {
            dependencies.add(taskId());
        }
        return new Request.AssignTask(
                cause(),
                pick(3) == 0 ? "t" + pick(30) : "",
                pick(2) == 0 ? "" : agentId(),
                "title",
                body(),
                Body.none(),
                Body.none(),
                pick(3) - 1,
                dependencies,
                capabilities(),
                pick(3) * 1_500L,
                new Retry(pick(4), pick(3) * 500L));
    }

    private Input report() {
        String id = agentId();
        Agent agent = state.agent(id).orElse(null);
        int incarnation = (agent == null ? 1 : agent.incarnation()) - (pick(20) == 0 ? 1 : 0);
        OutputPosition position =
                new OutputPosition(incarnation, state.position(id).endOffset() + pick(50));
        String current = agent == null || pick(15) == 0 ? commandId() : agent.currentCommand();
        boolean starting = agent != null && !agent.status().acceptsWork();
        return switch (pick(starting ? 12 : 20)) {
            case 0, 1, 2 -> new Report.AgentLaunched(id, position, new ProcessIdentity(1 + pick(9), pick(5), "boot"));
            case 3, 4, 5, 6, 7 -> new Report.AgentReady(id, position, "session-" + pick(2), "2.1");
            case 8 -> new Report.AgentExited(id, position, pick(2) == 0, one(FailureClass.values()), "gone");
            case 9 -> new Report.PromptDelivered(id, position, current);
            case 10 -> new Report.PromptProgressed(id, position, current, ProgressKind.TEXT, body());
            case 11 -> new Report.PermissionWithdrawn(id, position, "p" + pick(4));
            case 12, 13, 14 ->
                new Report.PermissionAsked(
                        id,
                        position,
                        current,
                        "p" + pick(4),
                        "Bash",
                        body(),
                        "",
                        Body.none(),
                        pick(3) == 0 ? one(ApprovalDecision.values()) : ApprovalDecision.NONE);
            default -> {
                FailureClass failure = pick(3) == 0 ? one(FailureClass.values()) : FailureClass.NONE;
                yield new Report.PromptFinished(
                        id, position, current, pick(4) == 0, body(), failure, body(), new Usage(1, 2, 3, 4, 5));
            }
        };
    }

    private Cause cause() {
        int key = pick(60);
        long content = pick(4) == 0 ? 0 : 1 + pick(8) / 7;
        long firstSentAt = pick(6) == 0 ? pick((int) state.sequence() + 1) : -1;
        return new Cause(
                "user" + pick(2),
                "client",
                "request-" + key,
                "c" + state.sequence(),
                Dialect.STANDARD,
                content,
                firstSentAt);
    }

    private List<String> capabilities() {
        return CAPABILITIES.subList(0, pick(3));
    }

    private Body body() {
        return switch (pick(4)) {
            case 0 -> Body.none();
            case 1 -> new Body.Stored("ab12", 40_000, "preview");
            default -> Body.of("x".repeat(pick(60)));
        };
    }

    private String agentId() {
        return any(state.agents(), Agent::id, 6);
    }

    private String commandId() {
        return any(state.commands(), Command::id, 5);
    }

    private String taskId() {
        return any(state.tasks(), Task::id, 5);
    }

    private String approvalId() {
        List<Approval> open = new ArrayList<>();
        for (Approval approval : state.approvals()) {
            if (approval.outcome() == ApprovalOutcome.PENDING || pick(4) == 0) {
                open.add(approval);
            }
        }
        return any(open, Approval::id, 8);
    }

    /** The id of one of the last {@code among}, seldom one that does not exist. */
    private <T> String any(Collection<T> objects, Function<T, String> id, int among) {
        if (objects.isEmpty() || pick(25) == 0) {
            return "nobody";
        }
        List<T> list = new ArrayList<>(objects);
        int from = Math.max(0, list.size() - among);
        return id.apply(list.get(from + pick(list.size() - from)));
    }

    private <T> T one(T[] values) {
        return List.of(values).get(pick(values.length));
    }

    private int pick(int bound) {
        bits = Hash.mix(bits + 0x9E3779B97F4A7C15L);
        return (int) Long.remainderUnsigned(bits, bound);
    }
}
