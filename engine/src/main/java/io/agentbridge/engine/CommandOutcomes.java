package io.agentbridge.engine;

import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;

/** How commands end, and how they are interrupted before. */
final class CommandOutcomes {
    private final Step step;
    private final State state;
    private final TaskOutcomes tasks;
    private final ApprovalOutcomes approvals;

    CommandOutcomes(Step step, TaskOutcomes tasks, ApprovalOutcomes approvals) {
        this.step = step;
        this.state = step.state();
        this.tasks = tasks;
        this.approvals = approvals;
    }

    /** Begins to cancel a command; one that is only queued has ended with that. The fact answers {@code cause}. */
    void cancel(Command command, CancelReason reason, Cause cause) {
        CommandDraft cancelling = new CommandDraft(command);
        cancelling.cancelReason = reason;
        cancelling.deadlineMillis = 0;
        if (command.status().isInFlight()) {
            cancelling.status = CommandStatus.EXECUTING;
        }
        Command image = cancelling.image();
        step.emit(cause, new Fact.CommandCancelling(image));
        if (image.status() == CommandStatus.QUEUED) {
            end(image, CommandStatus.CANCELLED, FailureClass.NONE, cancelled(reason));
        } else {
            approvals.cancelAll(image);
        }
    }

    /** Puts a command that its agent never had back to the head of the queue. */
    void giveBack(Command command) {
        approvals.cancelAll(command);
        CommandDraft draft = new CommandDraft(command);
        draft.status = CommandStatus.QUEUED;
        draft.delivered = false;
        draft.deadlineMillis = 0;
        draft.executionMillis = 0;
        step.emit(new Fact.CommandRequeued(draft.image()));
        release(step.agent(command.agentId()), command);
    }

    /** Ends the commands that wait for the agent, as many as the step may. */
    void endQueued(String agentId, CancelReason reason, CommandStatus status, FailureClass failure, String error) {
        for (String id = state.queues().head(agentId);
                id != null;
                id = state.queues().head(agentId)) {
            Command command = state.findCommand(id);
            if (command == null) {
                throw new IllegalStateException("queued command " + id + " is not known");
            }
            if (!step.mayEndAnother()) {
                return;
            }
            CommandDraft draft = new CommandDraft(command);
            draft.cancelReason = reason;
            end(draft, status, failure, Body.of(error));
        }
    }

    void end(Command command, CommandStatus status, FailureClass failure, Body error) {
        end(new CommandDraft(command), status, failure, error);
    }

    /** Ends a command that was being cancelled, without more to say than that. */
    void endCancelled(CommandDraft draft) {
        if (draft.cancelReason == CancelReason.TIMEOUT) {
            end(
                    draft,
                    CommandStatus.FAILED,
                    FailureClass.TIMEOUT,
                    Body.of("It took longer than " + draft.before.timeoutMillis() + " ms and was interrupted."));
        } else {
            end(draft, CommandStatus.CANCELLED, FailureClass.NONE, cancelled(draft.cancelReason));
        }
    }

    /** Ends the command with the result and usage that the draft has, and tells its agent and its task. */
    void end(CommandDraft draft, CommandStatus status, FailureClass failure, Body error) {
        Command before = draft.before;
        boolean wasInFlight = draft.status.isInFlight();
        approvals.cancelAll(before);
        draft.status = status;
        draft.failure = failure;
        draft.error = error;
        draft.deadlineMillis = 0;
        draft.completedAtMillis = step.nowMillis();
        draft.executionMillis = wasInFlight ? step.nowMillis() - before.startedAtMillis() : 0;
        Command ended = draft.image();
        Cause answered = before.origin() == CommandOrigin.CLIENT ? before.cause() : Cause.NONE;
        step.emit(answered, new Fact.CommandEnded(ended, step.position(before.agentId())));
        count(step.agent(before.agentId()), ended);
        if (before.origin() == CommandOrigin.TASK) {
            tasks.attemptEnded(ended);
        }
    }

    private static void count(AgentDraft agent, Command ended) {
        AgentMetrics metrics = agent.metrics;
        boolean completed = ended.status() == CommandStatus.COMPLETED;
        agent.metrics = new AgentMetrics(
                metrics.tasksCompleted(),
                metrics.tasksFailed(),
                metrics.commandsEnded() + 1,
                metrics.commandsFailed() + (completed ? 0 : 1),
                metrics.executionMillis() + ended.executionMillis());
        agent.usage = agent.usage.plus(ended.usage());
        if (completed) {
            agent.restarts = 0;
        }
        release(agent, ended);
    }

    private static void release(AgentDraft agent, Command command) {
        if (agent.currentCommand.equals(command.id())) {
            agent.currentCommand = "";
            agent.currentTask = "";
        }
    }

    /** Ends a command that was cut short although nobody cancelled it. */
    void endInterrupted(CommandDraft draft) {
        end(
                draft,
                CommandStatus.FAILED,
                FailureClass.INTERRUPTED,
                Body.of(
                        "It was interrupted before it was done, because the server stopped. Send it again if it is still"
                                + " wanted; its agent remembers what it did so far."));
    }

    private static Body cancelled(CancelReason reason) {
        return Body.of(
                switch (reason) {
                    case NONE -> throw new IllegalStateException("nobody cancelled it");
                    case REQUEST -> "It was cancelled on request.";
                    case TIMEOUT -> "It took too long.";
                    case STOP -> "Its agent was stopped.";
                    case TASK -> "Its task was cancelled.";
                });
    }
}
