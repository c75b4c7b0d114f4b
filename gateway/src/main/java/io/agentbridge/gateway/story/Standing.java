package io.agentbridge.gateway.story;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.Optional;

/** How an agent, a task or a command stands after the newest event of its life. Used by one thread. */
final class Standing {
    private final Life life;
    private Optional<Agent> agent = Optional.empty();
    private Optional<Command> command = Optional.empty();
    private Optional<Task> task = Optional.empty();

    Standing(Life life) {
        this.life = life;
    }

    /** Adds what happened to it next. */
    void add(Fact fact) {
        agentOf(fact)
                .filter(changed -> life.isOf(Life.Subject.AGENT, changed.id()))
                .ifPresent(changed -> agent = Optional.of(changed));
        commandOf(fact)
                .filter(changed -> life.isOf(Life.Subject.COMMAND, changed.id()))
                .ifPresent(changed -> command = Optional.of(changed));
        taskOf(fact)
                .filter(changed -> life.isOf(Life.Subject.TASK, changed.id()))
                .ifPresent(changed -> task = Optional.of(changed));
    }

    /** Whether it has begun and not ended. */
    boolean isGoingOn() {
        return agent.filter(now -> now.status() != AgentStatus.STOPPED).isPresent()
                || command.filter(now -> !isOver(now.status())).isPresent()
                || task.filter(now -> !isOver(now.status())).isPresent();
    }

    /** The status that was told of the agent last, if it is an agent. */
    Optional<AgentStatus> agentStatus() {
        return agent.map(Agent::status);
    }

    /** A line for the end of the story; empty where its last event has said it. */
    String told() {
        if (agent.isPresent()) {
            return told(agent.get());
        }
        if (!isGoingOn()) {
            return "";
        }
        return command.map(now -> "It is still " + Words.of(now.status()) + ".")
                .or(() -> task.map(now -> "It is still " + Words.of(now.status())
                        + (now.blockedReason().isEmpty() ? "." : ": " + now.blockedReason())))
                .orElse("");
    }

    private static String told(Agent now) {
        String waiting = now.queueLength() == 0 ? "" : ", " + now.queueLength() + " waiting";
        String work = now.currentCommand().isEmpty() ? "" : " with command " + Words.shortId(now.currentCommand());
        return "It is " + Words.of(now.status()) + work + waiting + ". Commands ended: "
                + now.metrics().commandsEnded() + ", failed: " + now.metrics().commandsFailed() + ". Tasks completed: "
                + now.metrics().tasksCompleted() + ", failed: " + now.metrics().tasksFailed() + "."
                + (now.restarts() == 0 ? "" : " Begun again: " + now.restarts() + ".")
                + (Words.spent(now.usage()).isEmpty() ? "" : " Spent: " + Words.spent(now.usage()) + ".");
    }

    private static boolean isOver(CommandStatus status) {
        return switch (status) {
            case QUEUED, EXECUTING, WAITING_APPROVAL -> false;
            case COMPLETED, FAILED, CANCELLED, UNKNOWN -> true;
        };
    }

    private static boolean isOver(TaskStatus status) {
        return switch (status) {
            case PENDING, IN_PROGRESS -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }

    private static Optional<Agent> agentOf(Fact fact) {
        return switch (fact) {
            case Fact.AgentCreated created -> Optional.of(created.agent());
            case Fact.AgentLaunched launched -> Optional.of(launched.agent());
            case Fact.AgentChanged changed -> Optional.of(changed.agent());
            case Fact.AgentRestarting restarting -> Optional.of(restarting.agent());
            case Fact.AgentFailed failed -> Optional.of(failed.agent());
            case Fact.AgentStopping stopping -> Optional.of(stopping.agent());
            case Fact.AgentStopped stopped -> Optional.of(stopped.agent());
            default -> Optional.empty();
        };
    }

    private static Optional<Command> commandOf(Fact fact) {
        return switch (fact) {
            case Fact.CommandQueued queued -> Optional.of(queued.command());
            case Fact.CommandStarted started -> Optional.of(started.command());
            case Fact.CommandDelivered delivered -> Optional.of(delivered.command());
            case Fact.CommandChanged changed -> Optional.of(changed.command());
            case Fact.CommandCancelling cancelling -> Optional.of(cancelling.command());
            case Fact.CommandRequeued requeued -> Optional.of(requeued.command());
            case Fact.CommandEnded ended -> Optional.of(ended.command());
            default -> Optional.empty();
        };
    }

    private static Optional<Task> taskOf(Fact fact) {
        return switch (fact) {
            case Fact.TaskAssigned assigned -> Optional.of(assigned.task());
            case Fact.TaskChanged changed -> Optional.of(changed.task());
            case Fact.TaskCancelling cancelling -> Optional.of(cancelling.task());
            case Fact.TaskEnded ended -> Optional.of(ended.task());
            default -> Optional.empty();
        };
    }
}
