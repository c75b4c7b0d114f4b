package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides about tasks that clients assign and withdraw.
 *
 * <p>A client that names an agent gets that one, whatever capabilities the task asks for. Else the task is shown as assigned to
 * the agent that will probably do it, and whichever able agent is free first takes it.
 */
final class TaskDecider {
    private final Step step;
    private final State state;
    private final Scheduler scheduler;
    private final TaskOutcomes outcomes;
    private final CommandOutcomes commands;

    TaskDecider(Step step, Scheduler scheduler, TaskOutcomes outcomes, CommandOutcomes commands) {
        this.step = step;
        this.state = step.state();
        this.scheduler = scheduler;
        this.outcomes = outcomes;
        this.commands = commands;
    }

    void assign(Request.AssignTask request) {
        if (refused(request)) {
            return;
        }
        Task task = task(request);
        Agent probable = task.requestedAgent().isEmpty()
                ? scheduler.probableAgent(task)
                : state.findAgent(task.requestedAgent());
        TaskDraft draft = new TaskDraft(task);
        draft.assignedAgent = probable == null ? "" : probable.id();
        draft.blockedReason = outcomes.waitingFor(task, probable);
        Task assigned = draft.image();
        step.emit(request.cause(), new Fact.TaskAssigned(assigned));
        String failed = failedDependency(assigned);
        if (failed != null) {
            outcomes.end(assigned, TaskStatus.FAILED, Body.none(), TaskOutcomes.dependencyError(failed));
        } else if (state.taskIndex().isDispatchable(assigned)) {
            scheduler.offer(assigned);
        }
    }

    private boolean refused(Request.AssignTask request) {
        Cause cause = request.cause();
        String agentId = request.agentId();
        Agent agent = agentId.isEmpty() ? null : state.findAgent(agentId);
        if (!agentId.isEmpty() && agent == null) {
            step.refuse(cause, ErrorType.TASK_ERROR, "No agent " + agentId + " is known.", agentId);
            return true;
        }
        if (agent != null && !agent.status().acceptsWork()) {
            step.refuse(
                    cause,
                    ErrorType.TASK_ERROR,
                    "Agent " + agentId + " takes no work: " + AgentDecider.describe(agent)
                            + " Assign the task to another agent, or to none to have it done by any.",
                    agentId);
            return true;
        }
        if (state.findTask(request.taskId()) != null) {
            step.refuse(
                    cause,
                    ErrorType.CONFLICT,
                    "A task " + request.taskId() + " exists already. Choose another id, or leave it out.",
                    agentId);
            return true;
        }
        for (String dependency : request.dependsOn()) {
            if (state.findTask(dependency) == null) {
                step.refuse(
                        cause,
                        ErrorType.TASK_ERROR,
                        "The task depends on task " + dependency + ", which is not known or not remembered any more.",
                        agentId);
                return true;
            }
        }
        if (state.taskIndex().open() >= state.settings().maxOpenTasks()) {
            step.refuseOverloaded(
                    cause, "There are " + state.taskIndex().open() + " open tasks, and no more for now.", agentId);
            return true;
        }
        return false;
    }

    private Task task(Request.AssignTask request) {
        Retry retry = request.retry();
        return new Task(
                request.taskId().isEmpty() ? freshId() : request.taskId(),
                request.title(),
                request.description(),
                request.metadata(),
                request.extra(),
                request.agentId(),
                request.agentId(),
                TaskStatus.PENDING,
                request.priority(),
                request.dependsOn(),
                request.requiredCapabilities(),
                Math.max(0, request.timeoutMillis()),
                new Retry(Math.max(1, retry.maxAttempts()), Math.max(0, retry.backoffMillis())),
                0,
                0,
                "",
                "",
                step.nowMillis(),
                0,
                0,
                0,
                Body.none(),
                Body.none(),
                request.cause());
    }

    private String freshId() {
        String id = Ids.other("task", step.sequenceAhead(1), 0);
        for (int salt = 1; state.findTask(id) != null; salt++) {
            id = Ids.other("task", step.sequenceAhead(1), salt);
        }
        return id;
    }

    private @Nullable String failedDependency(Task task) {
        for (String dependency : task.dependsOn()) {
            Task other = state.findTask(dependency);
            if (other != null && other.status().isTerminal() && other.status() != TaskStatus.COMPLETED) {
                return dependency;
            }
        }
        return null;
    }

    void cancel(Request.CancelTask request) {
        Task task = state.findTask(request.taskId());
        if (task == null || task.status().isTerminal()) {
            step.refuse(
                    request.cause(),
                    ErrorType.TASK_ERROR,
                    task == null
                            ? "No task " + request.taskId() + " is known."
                            : "Task " + task.id() + " has ended already.",
                    "");
            return;
        }
        Command command = task.commandId().isEmpty() ? null : state.findCommand(task.commandId());
        if (command == null) {
            step.emit(request.cause(), new Fact.TaskCancelling(task));
            outcomes.end(task, TaskStatus.CANCELLED, Body.none(), Body.of("It was cancelled on request."));
        } else if (command.cancelReason() == CancelReason.TASK) {
            step.refuse(
                    request.cause(),
                    ErrorType.CONFLICT,
                    "Task " + task.id() + " is being cancelled already; its end will be shown.",
                    task.assignedAgent());
        } else {
            step.emit(request.cause(), new Fact.TaskCancelling(task));
            commands.cancel(command, CancelReason.TASK, Cause.NONE);
        }
    }
}
