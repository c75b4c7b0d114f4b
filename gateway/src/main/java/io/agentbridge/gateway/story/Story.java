package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.gateway.wire.BodyReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a life for people, a sentence for each event. The one whose life it is goes by "it", others by their names; what was just said
 * is not said again. Used by one thread.
 */
public final class Story {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String MARGIN = " ".repeat(24);
    private static final int SHORT_CHARS = 400;

    private final Life life;
    private final BodyReader bodies;
    private final boolean whole;
    private final Standing standing;
    private final Map<String, String> names = new HashMap<>();
    /** Commands whose text was told and that have not ended. */
    private final Set<String> known = new HashSet<>();

    private String day = "";
    private String lastSaid = "";

    /** @param whole whether to tell every event, and texts to their end; otherwise not what others imply, and how texts begin */
    public Story(Life life, BodyReader bodies, boolean whole) {
        this.life = life;
        this.bodies = bodies;
        this.whole = whole;
        this.standing = new Standing(life);
    }

    /** Names an agent that was created before the first event that is told. */
    public void createdEarlier(Agent agent) {
        names.put(agent.id(), agent.name());
    }

    /** The lines that an event adds, each with its end; none if it is of other lives. To be asked for every event from the first on. */
    public String told(Event event) {
        if (event.fact() instanceof Fact.AgentCreated created) {
            createdEarlier(created.agent());
        }
        boolean isRestart = event.fact() instanceof Fact.ServerStarted && standing.isGoingOn();
        if (!isRestart && !life.contains(event)) {
            return "";
        }
        boolean isTold = whole || !isImplied(event.fact());
        standing.add(event.fact());
        return isTold ? line(event) : "";
    }

    /** How it stands after the last event, where that does not say it. */
    public String end() {
        String told = standing.told();
        return told.isEmpty() ? "" : "\n" + told + "\n";
    }

    private String line(Event event) {
        Instant time = Instant.ofEpochMilli(event.timestampMillis());
        String today = DAY.format(time);
        String heading = today.equals(day) ? "" : (day.isEmpty() ? "" : "\n") + today + ", times in UTC\n";
        day = today;
        String sentence =
                Words.printable(sentence(event)).replace("\n", "\n" + MARGIN).replaceAll("(?m) +$", "");
        return heading + "%s %9s  %s\n".formatted(TIME.format(time), "#" + event.sequence(), sentence);
    }

    /** Whether the events beside it say it already. */
    private boolean isImplied(Fact fact) {
        return switch (fact) {
            case Fact.AgentChanged changed ->
                changed.agent().status() == AgentStatus.BUSY
                        || standing.agentStatus()
                                .equals(Optional.of(changed.agent().status()));
            case Fact.CommandChanged changed -> changed.command().status() == CommandStatus.WAITING_APPROVAL;
            default -> false;
        };
    }

    private String sentence(Event event) {
        return switch (event.fact()) {
            case Fact.ServerStarted started -> "the server started again, version " + started.version();
            case Fact.AgentCreated created ->
                agent(created.agent().id()) + " was created" + by(event.cause()) + ": " + described(created.agent());
            case Fact.AgentLaunched launched ->
                agent(launched.agent().id()) + " runs as process "
                        + launched.agent().process().pid();
            case Fact.AgentChanged changed -> agent(changed.agent().id()) + " is " + status(changed.agent());
            case Fact.AgentRestarting restarting ->
                agent(restarting.agent().id()) + " starts again, for the "
                        + Words.ordinal(restarting.agent().incarnation()) + " time";
            case Fact.AgentFailed failed ->
                agent(failed.agent().id()) + " failed: " + failed.agent().error();
            case Fact.AgentStopping stopping ->
                agent(stopping.agent().id()) + " is being stopped" + by(event.cause()) + reason(stopping.reason());
            case Fact.AgentStopped stopped -> agent(stopped.agent().id()) + " has stopped";
            case Fact.CommandQueued queued ->
                command(queued.command()) + " waits for "
                        + agent(queued.command().agentId()) + asked(queued.command());
            case Fact.CommandStarted started ->
                command(started.command()) + " is given to "
                        + agent(started.command().agentId()) + asked(started.command());
            case Fact.CommandDelivered delivered -> command(delivered.command()) + " has arrived";
            case Fact.CommandProgressed progressed -> said(progressed);
            case Fact.CommandChanged changed ->
                command(changed.command())
                        + (changed.command().status() == CommandStatus.EXECUTING
                                ? " goes on"
                                : " is " + Words.of(changed.command().status()));
            case Fact.CommandCancelling cancelling ->
                command(cancelling.command()) + " is being cancelled" + by(event.cause());
            case Fact.CommandRequeued requeued ->
                command(requeued.command()) + " never arrived and waits for its turn again";
            case Fact.CommandEnded ended -> ended(ended.command());
            case Fact.TaskAssigned assigned ->
                task(assigned.task()) + " was assigned" + by(event.cause()) + agentOf(assigned.task(), " to ")
                        + terms(assigned.task());
            case Fact.TaskChanged changed ->
                task(changed.task())
                        + standing(changed.task(), event.timestampMillis())
                        + agentOf(changed.task(), ", with ")
                        + reason(changed.task().blockedReason());
            case Fact.TaskCancelling cancelling -> task(cancelling.task()) + " is being cancelled" + by(event.cause());
            case Fact.TaskEnded ended -> ended(ended.task());
            case Fact.ApprovalRequested requested ->
                agent(requested.approval().agentId()) + " asks to use "
                        + requested.approval().toolName() + ": "
                        + text(requested.approval().input());
            case Fact.ApprovalResolved resolved -> resolved(event, resolved.approval());
            case Fact.MessageRelayed relayed ->
                agent(relayed.message().fromAgent()) + " says to "
                        + agent(relayed.message().toAgent()) + ": "
                        + text(relayed.message().content());
            case Fact.MetricReported reported ->
                reported.metric().name() + " is " + reported.metric().value() + by(event.cause());
        };
    }

    private static String described(Agent agent) {
        List<String> parts = new ArrayList<>();
        if (!agent.name().equals(agent.id())) {
            parts.add("\"" + agent.name() + "\"");
        }
        parts.add(Words.of(agent.type()) + " on " + agent.backend());
        if (!agent.model().isEmpty()) {
            parts.add("model " + agent.model());
        }
        if (!agent.capabilities().isEmpty()) {
            parts.add("able to do " + String.join(", ", agent.capabilities()));
        }
        return String.join(", ", parts);
    }

    private static String status(Agent agent) {
        return Words.of(agent.status())
                + (agent.currentTask().isEmpty() ? "" : " with task " + Words.shortId(agent.currentTask()))
                + (agent.currentCommand().isEmpty() ? "" : " with command " + Words.shortId(agent.currentCommand()))
                + (agent.queueLength() == 0 ? "" : ", " + agent.queueLength() + " waiting");
    }

    private String agent(String id) {
        if (life.isOf(Life.Subject.AGENT, id)) {
            return "it";
        }
        String name = names.getOrDefault(id, id);
        return name.equals(id) ? id : "\"" + name + "\" (" + id + ")";
    }

    private String command(Command command) {
        return life.isOf(Life.Subject.COMMAND, command.id()) ? "it" : "command " + Words.shortId(command.id());
    }

    private String task(Task task) {
        return life.isOf(Life.Subject.TASK, task.id())
                ? "it"
                : "task " + Words.shortId(task.id()) + " \"" + task.title() + "\"";
    }

    /** Who wants it, and, when it is spoken of first, what. */
    private String asked(Command command) {
        String who =
                switch (command.origin()) {
                    case CLIENT ->
                        command.cause().principal().isEmpty()
                                ? ""
                                : ", asked by " + command.cause().principal();
                    case TASK ->
                        life.isOf(Life.Subject.TASK, command.originId())
                                ? ""
                                : ", for task " + Words.shortId(command.originId());
                    case MESSAGE -> ", with the message of " + agent(command.originId());
                };
        return known.add(command.id()) ? who + ": " + text(command.text()) : who;
    }

    private String agentOf(Task task, String preposition) {
        return task.assignedAgent().isEmpty() ? "" : preposition + agent(task.assignedAgent());
    }

    private static String standing(Task task, long nowMillis) {
        long pauseMillis = task.notBeforeMillis() - nowMillis;
        return task.status() == TaskStatus.PENDING && pauseMillis > 0
                ? " is to be tried again in " + Words.span(pauseMillis)
                : " is " + Words.of(task.status());
    }

    /** What a task asks for, and what it waits for. */
    private String terms(Task task) {
        StringBuilder terms = new StringBuilder();
        if (life.isOf(Life.Subject.TASK, task.id())) {
            terms.append(": ").append(task.title());
            if (!task.description().isEmpty()) {
                terms.append('\n').append(text(task.description()));
            }
        }
        if (!task.requiredCapabilities().isEmpty()) {
            terms.append("\nneeds ").append(String.join(", ", task.requiredCapabilities()));
        }
        if (!task.dependsOn().isEmpty()) {
            terms.append("\nafter task ").append(String.join(", ", task.dependsOn()));
        }
        if (!task.blockedReason().isEmpty()) {
            terms.append('\n').append(task.blockedReason());
        }
        return terms.toString();
    }

    private String said(Fact.CommandProgressed progressed) {
        String text = text(progressed.content());
        if (progressed.kind() == ProgressKind.TEXT) {
            lastSaid = text;
        }
        return agent(progressed.agentId())
                + switch (progressed.kind()) {
                    case TEXT -> " says: ";
                    case THINKING -> " thinks: ";
                    case TOOL_USE -> " uses a tool: ";
                    case TOOL_RESULT -> " hears from the tool: ";
                    case STATUS -> " is at: ";
                }
                + text;
    }

    private String ended(Command command) {
        known.remove(command.id());
        String spent = Words.spent(command.usage());
        return command(command) + " " + Words.of(command.status()) + " after "
                + Words.span(command.executionMillis())
                + (command.failure() == FailureClass.NONE ? "" : " (" + Words.of(command.failure()) + ")")
                + (spent.isEmpty() ? "" : ", " + spent)
                + outcome(command.result(), command.error());
    }

    private String ended(Task task) {
        return task(task) + " " + Words.of(task.status()) + outcome(task.result(), task.error());
    }

    /** The error, or the result if that is not what the agent said last. */
    private String outcome(Body result, Body error) {
        String text = text(error.isEmpty() ? result : error);
        if (text.isEmpty() || text.equals(lastSaid)) {
            return "";
        }
        lastSaid = text;
        return ": " + text;
    }

    private String resolved(Event event, Approval approval) {
        String after = " after " + Words.span(event.timestampMillis() - approval.requestedAtMillis());
        String outcome =
                switch (approval.outcome()) {
                    case ALLOWED, DENIED -> " was " + Words.of(approval.outcome()) + by(approval.resolvedBy()) + after;
                    case EXPIRED -> " was not answered in time, and so denied," + after;
                    case CANCELLED -> " needs no answer any more" + after;
                    case PENDING -> " is still to be answered";
                };
        return "the use of " + approval.toolName() + outcome
                + (approval.message().isEmpty() ? "" : ": " + text(approval.message()));
    }

    private static String by(Cause cause) {
        return by(cause.principal());
    }

    private static String by(String principal) {
        return principal.isEmpty() ? "" : " by " + principal;
    }

    private static String reason(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private String text(Body body) {
        String text = bodies.text(body).strip();
        return whole || text.length() <= SHORT_CHARS + SHORT_CHARS / 4
                ? text
                : text.substring(0, SHORT_CHARS) + "… (" + text.length() + " characters)";
    }
}
