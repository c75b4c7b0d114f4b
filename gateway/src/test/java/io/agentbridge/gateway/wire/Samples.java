package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.engine.model.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of everything, for tests. */
final class Samples {
    static final long NOW = 1_795_451_536_789L;
    static final String AGENT_ID = "worker-1795451536-d03e7f44";
    static final String COMMAND_ID = "0b6e3f52-6a0e-8c1d-9f00-000000000007";
    static final OutputPosition POSITION = new OutputPosition(1, 512);
    static final Usage USAGE = new Usage(1_200, 340, 9_000, 20, 12_345);
    static final Cause ASKED = new Cause(
            "alice", "client-1", "0f8fad5b-d9cb-469f-a165-70867728950e", "correlation-1", Dialect.STANDARD, 77, -1);
    /** A request without a correlation id. */
    static final Cause PLAIN = new Cause("alice", "client-1", "request-2", "", Dialect.STANDARD, 0, -1);

    private Samples() {}

    static Cause in(Dialect dialect) {
        return new Cause("bob", "client-2", "request-3", "", dialect, 0, -1);
    }

    static Agent agent(AgentStatus status) {
        boolean running = status != AgentStatus.INITIALIZING;
        return new Agent(
                AGENT_ID,
                AgentType.WORKER,
                "Ada",
                "claude",
                "sonnet",
                List.of("coding", "review"),
                new AgentOptions("acceptEdits", "/srv/work", Body.none(), 0, 0, 0, Body.of("{\"team\":\"blue\"}")),
                status,
                NOW - 60_000,
                NOW,
                status == AgentStatus.BUSY ? COMMAND_ID : "",
                "",
                status == AgentStatus.BUSY ? 2 : 0,
                1,
                0,
                running ? "3f1c" : "",
                running ? "2.1.330" : "",
                running ? new ProcessIdentity(4_242, 99, "boot") : ProcessIdentity.NONE,
                StopMode.GRACEFUL,
                running ? new AgentMetrics(3, 1, 8, 2, 12_000) : AgentMetrics.NONE,
                running ? USAGE : Usage.NONE,
                status == AgentStatus.ERROR ? "The process ended with code 1." : "",
                ASKED);
    }

    static Command command(CommandStatus status) {
        return command(status, CommandOrigin.CLIENT, Body.of("Say \"hello\""), Body.of("hello"));
    }

    static Command command(CommandStatus status, CommandOrigin origin, Body text, Body result) {
        boolean ended = status.isTerminal();
        boolean failed = ended && status != CommandStatus.COMPLETED;
        return new Command(
                COMMAND_ID,
                AGENT_ID,
                origin,
                origin == CommandOrigin.CLIENT ? "" : "origin-1",
                text,
                Body.of("{\"depth\":2}"),
                status,
                ended,
                600_000,
                NOW - 2_000,
                status == CommandStatus.QUEUED ? 0 : NOW - 1_500,
                ended ? NOW : 0,
                0,
                CancelReason.NONE,
                status == CommandStatus.COMPLETED ? result : Body.none(),
                status == CommandStatus.FAILED ? Body.of("The model refused.") : Body.none(),
                failed ? FailureClass.INPUT : FailureClass.NONE,
                ended ? 1_500 : 0,
                ended ? USAGE : Usage.NONE,
                ASKED);
    }

    static Task task(TaskStatus status, String assignedAgent) {
        return new Task(
                "task-1",
                "Write the tests",
                Body.of("All of them."),
                Body.of("{\"file\":\"A.java\",\"lines\":12}"),
                Body.of("{\"color\":\"red\"}"),
                "",
                assignedAgent,
                status,
                5,
                List.of("task-0"),
                List.of("coding"),
                60_000,
                new Retry(3, 1_000),
                status == TaskStatus.PENDING ? 0 : 1,
                0,
                status == TaskStatus.IN_PROGRESS ? COMMAND_ID : "",
                assignedAgent.isEmpty() ? "No agent can take it yet." : "",
                NOW - 5_000,
                status == TaskStatus.PENDING ? 0 : NOW - 3_000,
                status.isTerminal() ? NOW : 0,
                status == TaskStatus.COMPLETED ? 1 : status == TaskStatus.PENDING ? 0 : 0.5,
                status == TaskStatus.COMPLETED ? Body.of("Done.") : Body.none(),
                status == TaskStatus.FAILED ? Body.of("It did not compile.") : Body.none(),
                ASKED);
    }

    static Approval approval(ApprovalOutcome outcome) {
        boolean open = outcome == ApprovalOutcome.PENDING;
        return new Approval(
                "approval-1",
                AGENT_ID,
                COMMAND_ID,
                "permission-9",
                "Bash",
                Body.of("{\"command\":\"ls -l\"}"),
                "List the files",
                Body.of("[{\"type\":\"addRules\"}]"),
                NOW - 1_000,
                NOW + 600_000,
                outcome,
                open ? ApprovalDecision.NONE : ApprovalDecision.ALLOW,
                open ? "" : "alice",
                open ? Body.none() : Body.of("go on"),
                open ? Body.none() : Body.of("{\"command\":\"ls\"}"));
    }

    static RelayedMessage message(MessageKind kind) {
        return new RelayedMessage(
                "message-1",
                kind,
                "manager-1",
                AGENT_ID,
                Body.of("Please review."),
                "communication",
                Body.of("{\"urgent\":true}"),
                kind == MessageKind.MESSAGE ? Body.none() : Body.of("{\"task_id\":\"task-1\",\"stage\":\"initiate\"}"));
    }

    static Event event(Fact fact) {
        return event(fact, Cause.NONE);
    }

    static Event event(Fact fact, Cause cause) {
        return new Event(42, NOW, cause, fact);
    }

    /** Every kind of fact, some in several variants, by the names of their golden files. */
    static Map<String, Fact> facts() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        facts.put("server-started", new Fact.ServerStarted("1.2.3", Settings.DEFAULT));
        facts.put("agent-created", new Fact.AgentCreated(agent(AgentStatus.INITIALIZING)));
        facts.put("agent-launched", new Fact.AgentLaunched(agent(AgentStatus.INITIALIZING), POSITION));
        facts.put("agent-changed", new Fact.AgentChanged(agent(AgentStatus.BUSY), POSITION));
        facts.put("agent-restarting", new Fact.AgentRestarting(agent(AgentStatus.INITIALIZING), POSITION));
        facts.put("agent-failed", new Fact.AgentFailed(agent(AgentStatus.ERROR), POSITION));
        facts.put("agent-stopping", new Fact.AgentStopping(agent(AgentStatus.STOPPING), "enough"));
        facts.put("agent-stopped", new Fact.AgentStopped(agent(AgentStatus.STOPPED), POSITION));
        facts.put("command-queued", new Fact.CommandQueued(command(CommandStatus.QUEUED)));
        facts.put("command-started", new Fact.CommandStarted(command(CommandStatus.EXECUTING)));
        facts.put("command-delivered", new Fact.CommandDelivered(command(CommandStatus.EXECUTING), POSITION));
        facts.put("command-changed", new Fact.CommandChanged(command(CommandStatus.WAITING_APPROVAL), POSITION));
        facts.put("command-requeued", new Fact.CommandRequeued(command(CommandStatus.QUEUED)));
        facts.put("command-cancelling", new Fact.CommandCancelling(command(CommandStatus.EXECUTING)));
        facts.put(
                "command-progressed-text",
                new Fact.CommandProgressed(COMMAND_ID, AGENT_ID, ProgressKind.TEXT, Body.of("I begin."), POSITION));
        facts.put(
                "command-progressed-tool",
                new Fact.CommandProgressed(
                        COMMAND_ID, AGENT_ID, ProgressKind.TOOL_USE, Body.of("{\"name\":\"Bash\"}"), POSITION));
        facts.put("command-completed", new Fact.CommandEnded(command(CommandStatus.COMPLETED), POSITION));
        facts.put("command-failed", new Fact.CommandEnded(command(CommandStatus.FAILED), POSITION));
        facts.put("command-cancelled", new Fact.CommandEnded(command(CommandStatus.CANCELLED), POSITION));
        facts.put("command-unknown", new Fact.CommandEnded(command(CommandStatus.UNKNOWN), POSITION));
        facts.put(
                "command-completed-for-task",
                new Fact.CommandEnded(
                        command(
                                CommandStatus.COMPLETED,
                                CommandOrigin.TASK,
                                Body.of("Write the tests"),
                                Body.of("Done.")),
                        POSITION));
        facts.put("task-assigned", new Fact.TaskAssigned(task(TaskStatus.PENDING, AGENT_ID)));
        facts.put("task-assigned-to-nobody", new Fact.TaskAssigned(task(TaskStatus.PENDING, "")));
        facts.put("task-changed", new Fact.TaskChanged(task(TaskStatus.IN_PROGRESS, AGENT_ID)));
        facts.put("task-cancelling", new Fact.TaskCancelling(task(TaskStatus.IN_PROGRESS, AGENT_ID)));
        facts.put("task-completed", new Fact.TaskEnded(task(TaskStatus.COMPLETED, AGENT_ID)));
        facts.put("task-failed", new Fact.TaskEnded(task(TaskStatus.FAILED, AGENT_ID)));
        facts.put("task-cancelled", new Fact.TaskEnded(task(TaskStatus.CANCELLED, AGENT_ID)));
        facts.put("approval-requested", new Fact.ApprovalRequested(approval(ApprovalOutcome.PENDING), POSITION));
        facts.put("approval-resolved", new Fact.ApprovalResolved(approval(ApprovalOutcome.ALLOWED), POSITION));
        facts.put("agent-message", new Fact.MessageRelayed(message(MessageKind.MESSAGE)));
        facts.put("agent-coordination", new Fact.MessageRelayed(message(MessageKind.COORDINATION)));
        facts.put("agent-handoff", new Fact.MessageRelayed(message(MessageKind.HANDOFF)));
        facts.put(
                "metric-reported",
                new Fact.MetricReported(new Metric("queue_depth", "1.50", AGENT_ID, Body.of("{\"unit\":\"n\"}"))));
        return facts;
    }
}
