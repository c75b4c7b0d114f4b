package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a task when an attempt ends, its agent goes, or what it depends on ends.
 *
 * <p>A task whose dependency failed or was cancelled can never begin, so it fails, and so do those that depend on it.
 */
final class TaskOutcomes {
    private final Step step;
    private final State state;
    private final Scheduler scheduler;

    TaskOutcomes(Step step, Scheduler scheduler) {
        this.step = step;
        this.state = step.state();
        this.scheduler = scheduler;
    }

    /** The command that was the task's attempt has ended. */
    void attemptEnded(Command command) {
        Task task = state.findTask(command.originId());
        if (task == null || !task.commandId().equals(command.id())) {
            throw new IllegalStateException("command " + command.id() + " ended for a task that is not doing it");
        }
        switch (command.status()) {
            case COMPLETED -> end(task, TaskStatus.COMPLETED, command.result(), Body.none());
            case CANCELLED -> attemptCancelled(task, command);
            case FAILED, UNKNOWN -> attemptFailed(task, command);
            case QUEUED, EXECUTING, WAITING_APPROVAL ->
                throw new IllegalStateException("command " + command.id() + " has not ended");
        }
    }

    private void attemptCancelled(Task task, Command command) {
        if (command.cancelReason() == CancelReason.STOP && task.requestedAgent().isEmpty()) {
            TaskDraft waiting = withdrawn(task);
            waiting.blockedReason = "The agent that worked on it was stopped.";
            waitAgain(waiting);
            return;
        }
        end(task, TaskStatus.CANCELLED, command.result(), command.error());
    }

    private void attemptFailed(Task task, Command command) {
        boolean exhausted = task.attempts() >= task.retry().maxAttempts();
        boolean agentGone = !task.requestedAgent().isEmpty() && !takesWork(task.requestedAgent());
        if (exhausted || agentGone) {
            end(task, TaskStatus.FAILED, command.result(), command.error());
            return;
        }
        TaskDraft waiting = withdrawn(task);
        waiting.blockedReason = "Attempt " + task.attempts() + " of "
                + task.retry().maxAttempts() + (command.status() == CommandStatus.UNKNOWN ? " was lost." : " failed.");
        if (task.retry().backoffMillis() > 0) {
            waiting.notBeforeMillis =
                    Deadlines.after(step.nowMillis(), task.retry().backoffMillis());
        }
        waitAgain(waiting);
    }

    private static TaskDraft withdrawn(Task task) {
        TaskDraft draft = new TaskDraft(task);
        draft.status = TaskStatus.PENDING;
        draft.commandId = "";
        draft.assignedAgent = task.requestedAgent();
        return draft;
    }

    private void waitAgain(TaskDraft draft) {
        Task task = draft.image();
        if (task.requestedAgent().isEmpty()) {
            Agent probable = scheduler.probableAgent(task);
            draft.assignedAgent = probable == null ? "" : probable.id();
        }
        Task waiting = draft.image();
        step.emit(new Fact.TaskChanged(waiting));
        if (waiting.notBeforeMillis() == 0) {
            scheduler.offer(waiting);
        }
    }

    private boolean takesWork(String agentId) {
        Agent agent = state.findAgent(agentId);
        return agent != null && step.status(agent).acceptsWork();
    }

    /** The pause after a failed attempt is over, or the one in a release of more tasks than one step may start. */
    void pauseOver(Task task) {
        TaskDraft draft = new TaskDraft(task);
        draft.notBeforeMillis = 0;
        waitAgain(draft);
        scheduler.dispatchIdle();
    }

    /**
     * The agent takes no more work: the tasks that wait for it wait for another one, or end where the client asked for it; as many
     * as the step may.
     */
    void agentGone(String agentId, TaskStatus ending, String reason) {
        TaskIndex index = state.taskIndex();
        for (Task task = index.firstPending(agentId); task != null; task = index.firstPending(agentId)) {
            if (!step.mayEndAnother()) {
                return;
            }
            if (!task.requestedAgent().isEmpty()) {
                end(task, ending, Body.none(), Body.of(reason));
                continue;
            }
            TaskDraft draft = new TaskDraft(task);
            Agent probable = scheduler.probableAgent(task);
            draft.assignedAgent = probable == null ? "" : probable.id();
            step.emit(new Fact.TaskChanged(draft.image()));
        }
    }

    /** Ends the task, and with it what depends on it if it did not complete; else lets that begin. */
    void end(Task task, TaskStatus status, Body result, Body error) {
        boolean mayHaveHeldUpOthers = task.notBeforeMillis() != 0;
        boolean releasesOthers =
                status == TaskStatus.COMPLETED && state.taskIndex().hasDependents(task.id());
        emitEnd(task, status, result, error);
        if (status != TaskStatus.COMPLETED) {
            failDependents(task.id());
        }
        if (releasesOthers || mayHaveHeldUpOthers) {
            scheduler.dispatchIdle();
        }
    }

    /** Fails what depends on the task, which did not complete, and what depends on that; as many as the step may. */
    void failDependents(String taskId) {
        ArrayDeque<String> ended = new ArrayDeque<>();
        ended.add(taskId);
        TaskIndex index = state.taskIndex();
        for (String id = ended.poll(); id != null; id = ended.poll()) {
            for (Task task = index.firstDependent(id); task != null; task = index.firstDependent(id)) {
                if (!step.mayEndAnother()) {
                    return;
                }
                emitEnd(task, TaskStatus.FAILED, Body.none(), dependencyError(id));
                ended.add(task.id());
            }
        }
    }

    /** Why a task cannot be done whose dependency did not complete. */
    static Body dependencyError(String dependencyId) {
        return Body.of("It depends on task " + dependencyId + ", which did not complete.");
    }

    private void emitEnd(Task task, TaskStatus status, Body result, Body error) {
        TaskDraft ended = new TaskDraft(task);
        ended.status = status;
        ended.commandId = "";
        ended.notBeforeMillis = 0;
        ended.blockedReason = "";
        ended.completedAtMillis = step.nowMillis();
        ended.progress = status == TaskStatus.COMPLETED ? 1 : task.progress();
        ended.result = result;
        ended.error = error;
        step.emit(new Fact.TaskEnded(ended.image()));
        AgentDraft agent = task.commandId().isEmpty() ? null : step.agentIfKnown(task.assignedAgent());
        if (agent != null) {
            agent.metrics = counted(agent.metrics, status);
        }
    }

    private static AgentMetrics counted(AgentMetrics metrics, TaskStatus status) {
        return new AgentMetrics(
                metrics.tasksCompleted() + (status == TaskStatus.COMPLETED ? 1 : 0),
                metrics.tasksFailed() + (status == TaskStatus.FAILED ? 1 : 0),
                metrics.commandsEnded(),
                metrics.commandsFailed(),
                metrics.executionMillis());
    }

    /** What a task waits for, for people; empty if it only waits for its turn. */
    String waitingFor(Task task, @Nullable Agent probable) {
        if (!state.taskIndex().dependenciesCompleted(task)) {
            return "It waits for the tasks that it depends on, then for its turn.";
        }
        return probable == null ? "No agent can take it yet: none with the required capabilities runs." : "";
    }
}
