package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Task;
import io.agentbridge.gateway.wire.BodyReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says in a sentence what an event means to people. Immutable. */
public final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MARGIN_CHARS = 34;

    private final BodyReader bodies;
    private final int maxChars;

    /** @param maxChars how much of each text to tell */
    public Story(BodyReader bodies, int maxChars) {
        this.bodies = bodies;
        this.maxChars = maxChars;
    }

    /** The event with its time and sequence, the lines of its texts one below the other. */
    public String told(Event event) {
        String margin = " ".repeat(MARGIN_CHARS);
        return "%s %8s  %s"
                .formatted(
                        TIME.format(Instant.ofEpochMilli(event.timestampMillis())),
                        "#" + event.sequence(),
                        sentence(event).replace("\n", "\n" + margin));
    }

    private String sentence(Event event) {
        return switch (event.fact()) {
            case Fact.ServerStarted started -> "agent-bridge " + started.version() + " took over";
            case Fact.AgentCreated created -> "agent " + named(created.agent()) + " was created" + by(event.cause());
            case Fact.AgentLaunched launched ->
                "agent " + launched.agent().id() + " runs as process "
                        + launched.agent().process().pid();
            case Fact.AgentChanged changed -> "agent " + changed.agent().id() + " is " + status(changed.agent());
            case Fact.AgentRestarting restarting ->
                "agent " + restarting.agent().id() + " starts again, for the "
                        + ordinal(restarting.agent().incarnation()) + " time";
            case Fact.AgentFailed failed ->
                "agent " + failed.agent().id() + " failed: " + failed.agent().error();
            case Fact.AgentStopping stopping ->
                "agent " + stopping.agent().id() + " is being stopped" + by(event.cause()) + reason(stopping.reason());
            case Fact.AgentStopped stopped -> "agent " + stopped.agent().id() + " has stopped";
            case Fact.CommandQueued queued ->
                command(queued.command()) + asked(queued.command()) + " waits for its turn: "
                        + text(queued.command().text());
            case Fact.CommandStarted started ->
                command(started.command()) + asked(started.command()) + " is given to "
                        + started.command().agentId() + ": "
                        + text(started.command().text());
            case Fact.CommandDelivered delivered -> command(delivered.command()) + " has arrived";
            case Fact.CommandProgressed progressed -> said(progressed.kind()) + text(progressed.content());
            case Fact.CommandChanged changed ->
                command(changed.command()) + " is " + name(changed.command().status());
            case Fact.CommandCancelling cancelling ->
                command(cancelling.command()) + " is being cancelled" + by(event.cause());
            case Fact.CommandRequeued requeued ->
                command(requeued.command()) + " never arrived and waits for its turn again";
            case Fact.CommandEnded ended -> ended(ended.command());
            case Fact.TaskAssigned assigned ->
                task(assigned.task()) + " was assigned" + by(event.cause()) + waiting(assigned.task());
            case Fact.TaskChanged changed ->
                task(changed.task()) + " is " + name(changed.task().status()) + waiting(changed.task());
            case Fact.TaskCancelling cancelling -> task(cancelling.task()) + " is being cancelled" + by(event.cause());
            case Fact.TaskEnded ended -> ended(ended.task());
            case Fact.ApprovalRequested requested ->
                requested.approval().agentId() + " asks to use "
                        + requested.approval().toolName() + ": "
                        + text(requested.approval().input());
            case Fact.ApprovalResolved resolved -> resolved(resolved.approval());
            case Fact.MessageRelayed relayed ->
                relayed.message().fromAgent() + " says to " + relayed.message().toAgent() + ": "
                        + text(relayed.message().content());
            case Fact.MetricReported reported ->
                reported.metric().name() + " is " + reported.metric().value() + by(event.cause());
        };
    }

    private static String named(Agent agent) {
        return agent.name().equals(agent.id())
                ? agent.id() + " (" + agent.backend() + ")"
                : agent.id() + " \"" + agent.name() + "\" (" + agent.backend() + ")";
    }

    private static String status(Agent agent) {
        String task = agent.currentTask().isEmpty() ? "" : " with task " + agent.currentTask();
        String command = agent.currentCommand().isEmpty() ? "" : " with " + agent.currentCommand();
        return name(agent.status()) + (task.isEmpty() ? command : task);
    }

    private static String command(Command command) {
        return "command " + command.id();
    }

    private static String asked(Command command) {
        return switch (command.origin()) {
            case CLIENT -> by(command.cause());
            case TASK -> " for task " + command.originId();
            case MESSAGE -> " with the message of " + command.originId();
        };
    }

    private static String task(Task task) {
        return "task " + task.id() + " \"" + task.title() + "\"";
    }

    private static String waiting(Task task) {
        String agent = task.assignedAgent().isEmpty() ? "" : ", with " + task.assignedAgent();
        return agent + (task.blockedReason().isEmpty() ? "" : ". " + task.blockedReason());
    }

    private static String said(ProgressKind kind) {
        return switch (kind) {
            case TEXT -> "it says: ";
            case THINKING -> "it thinks: ";
            case TOOL_USE -> "it uses a tool: ";
            case TOOL_RESULT -> "the tool says: ";
            case STATUS -> "it is at: ";
        };
    }

    private String ended(Command command) {
        String end = command(command) + " " + name(command.status()) + " after " + seconds(command.executionMillis());
        return command.error().isEmpty() ? end + result(command.result()) : end + ": " + text(command.error());
    }

    private String ended(Task task) {
        String end = task(task) + " " + name(task.status());
        return task.error().isEmpty() ? end + result(task.result()) : end + ": " + text(task.error());
    }

    private String result(Body result) {
        return result.isEmpty() ? "" : ": " + text(result);
    }

    private String resolved(Approval approval) {
        String answer = approval.toolName() + " was " + name(approval.outcome());
        boolean byPeople =
                approval.outcome() == ApprovalOutcome.ALLOWED || approval.outcome() == ApprovalOutcome.DENIED;
        return answer
                + (byPeople ? " by " + approval.resolvedBy() : "")
                + (approval.message().isEmpty() ? "" : ": " + text(approval.message()));
    }

    private static String by(Cause cause) {
        return cause.principal().isEmpty() ? "" : " by " + cause.principal();
    }

    private static String reason(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private String text(Body body) {
        String whole = bodies.text(body).strip();
        return whole.length() <= maxChars
                ? whole
                : whole.substring(0, maxChars) + "… (" + whole.length() + " characters)";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String ordinal(int number) {
        return switch (number) {
            case 2 -> "second";
            case 3 -> "third";
            default -> number + "th";
        };
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /** Whether a command belongs to a task. */
    static boolean isOf(Command command, String taskId) {
        return command.origin() == CommandOrigin.TASK && command.originId().equals(taskId);
    }
}
