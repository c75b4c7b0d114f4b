package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.engine.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives idle agents their next prompt. Between steps no idle agent has a command waiting, and no task waits that an idle agent
 * could do.
 *
 * <p>An agent takes the command at the head of its queue, or the most urgent task it can do if that was assigned before the
 * command was queued. Tasks that wait become commands only when they start.
 */
final class Scheduler {
    private final Step step;
    private final State state;

    Scheduler(Step step) {
        this.step = step;
        this.state = step.state();
    }

    /** Starts the agent's next work, if it is idle and there is any. */
    void dispatch(AgentDraft agent) {
        if (agent.status != AgentStatus.IDLE) {
            return;
        }
        String agentId = agent.before.id();
        String headId = state.queues().head(agentId);
        Command head = headId == null ? null : state.findCommand(headId);
        Task task = state.taskIndex().next(agentId, agent.before.capabilities());
        if (head != null && (task == null || precedes(head, task))) {
            startCommand(agent, head);
        } else if (task != null) {
            startTask(agent, task);
        }
    }

    /**
     * Starts the next task of every idle agent that has one, as many as the step may. Where that is not all, the task that comes next
     * pauses for no time at all, and when that is over the others follow. O(agents).
     */
    void dispatchIdle() {
        List<Agent> idle = new ArrayList<>();
        for (Agent agent : state.agents()) {
            if (step.status(agent) == AgentStatus.IDLE) {
                idle.add(agent);
            }
        }
        for (Agent agent : idle) {
            Task next = state.taskIndex().next(agent.id(), agent.capabilities());
            if (next != null && !step.mayEndAnother()) {
                pause(next);
                return;
            }
            dispatch(step.agent(agent.id()));
        }
    }

    private void pause(Task task) {
        TaskDraft paused = new TaskDraft(task);
        paused.notBeforeMillis = step.nowMillis();
        step.emit(new Fact.TaskChanged(paused.image()));
    }

    private static boolean precedes(Command head, Task task) {
        return CommandQueues.wasGivenBack(head) || head.queuedAtMillis() <= task.createdAtMillis();
    }

    /** Takes in a command of a client or a message: starts it at once if its agent is idle, else queues it. */
    void accept(
            AgentDraft agent,
            CommandOrigin origin,
            String originId,
            Body text,
            Body parameters,
            long timeoutMillis,
            Cause cause) {
        Command command = command(agent, origin, originId, text, parameters, timeoutMillis, cause);
        if (agent.status == AgentStatus.IDLE) {
            startCommand(agent, command);
        } else {
            step.emit(new Fact.CommandQueued(command));
        }
    }

    /** Starts a task that has become dispatchable, if an agent for it is idle. */
    boolean offer(Task task) {
        Agent agent = task.requestedAgent().isEmpty() ? idleAgentFor(task) : state.findAgent(task.requestedAgent());
        if (agent == null || step.status(agent) != AgentStatus.IDLE) {
            return false;
        }
        startTask(step.agent(agent.id()), task);
        return true;
    }

    /**
     * The agent that will probably do the task: the able one with the least work before it, the oldest of equals; null if none
     * can take it. O(agents).
     */
    @Nullable
    Agent probableAgent(Task task) {
        Agent best = null;
        int leastLoad = Integer.MAX_VALUE;
        for (Agent agent : state.agents()) {
            AgentStatus status = step.status(agent);
            if (!status.acceptsWork() || !agent.capabilities().containsAll(task.requiredCapabilities())) {
                continue;
            }
            int load = state.queues().length(agent.id()) + (status == AgentStatus.IDLE ? 0 : 1);
            if (load < leastLoad) {
                best = agent;
                leastLoad = load;
            }
        }
        return best;
    }

    private @Nullable Agent idleAgentFor(Task task) {
        for (Agent agent : state.agents()) {
            if (step.status(agent) == AgentStatus.IDLE
                    && agent.capabilities().containsAll(task.requiredCapabilities())) {
                return agent;
            }
        }
        return null;
    }

    private void startTask(AgentDraft agent, Task task) {
        Command command = command(
                agent,
                CommandOrigin.TASK,
                task.id(),
                Body.of(task.title()),
                Body.none(),
                task.timeoutMillis(),
                task.cause());
        startCommand(agent, command);
        agent.currentTask = task.id();
        TaskDraft started = new TaskDraft(task);
        started.assignedAgent = agent.before.id();
        started.status = TaskStatus.IN_PROGRESS;
        started.attempts++;
        started.commandId = command.id();
        started.blockedReason = "";
        started.startedAtMillis = task.startedAtMillis() == 0 ? step.nowMillis() : task.startedAtMillis();
        step.emit(new Fact.TaskChanged(started.image()));
    }

    private void startCommand(AgentDraft agent, Command command) {
        CommandDraft started = new CommandDraft(command);
        started.status = CommandStatus.EXECUTING;
        started.startedAtMillis = step.nowMillis();
        started.deadlineMillis =
                command.timeoutMillis() == 0 ? 0 : Deadlines.after(step.nowMillis(), command.timeoutMillis());
        step.emit(new Fact.CommandStarted(started.image()));
        agent.status = AgentStatus.BUSY;
        agent.currentCommand = command.id();
        agent.currentTask = command.origin() == CommandOrigin.TASK ? command.originId() : "";
    }

    private Command command(
            AgentDraft agent,
            CommandOrigin origin,
            String originId,
            Body text,
            Body parameters,
            long timeoutMillis,
            Cause cause) {
        String agentId = agent.before.id();
        return new Command(
                Ids.command(agentId, step.sequenceAhead(1)),
                agentId,
                origin,
                originId,
                text,
                parameters,
                CommandStatus.QUEUED,
                false,
                timeout(agent, timeoutMillis),
                step.nowMillis(),
                0,
                0,
                0,
                CancelReason.NONE,
                Body.none(),
                Body.none(),
                FailureClass.NONE,
                0,
                Usage.NONE,
                cause);
    }

    private long timeout(AgentDraft agent, long asked) {
        if (asked > 0) {
            return asked;
        }
        long agents = agent.before.options().timeoutMillis();
        return agents > 0 ? agents : Math.max(0, state.settings().commandTimeoutMillis());
    }
}
