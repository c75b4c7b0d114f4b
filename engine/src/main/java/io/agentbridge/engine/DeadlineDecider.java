package io.agentbridge.engine;

import io.agentbridge.engine.Deadlines.Deadline;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;

/** Decides what follows from the passing of time: commands time out, approvals expire, tasks are tried again. */
final class DeadlineDecider {
    private final Step step;
    private final State state;
    private final AgentDecider agents;
    private final CommandDecider commands;
    private final TaskOutcomes tasks;
    private final ApprovalDecider approvals;

    DeadlineDecider(
            Step step, AgentDecider agents, CommandDecider commands, TaskOutcomes tasks, ApprovalDecider approvals) {
        this.step = step;
        this.state = step.state();
        this.agents = agents;
        this.commands = commands;
        this.tasks = tasks;
        this.approvals = approvals;
    }

    /** Deals with what is due, in the order in which it was; with as much as the step may, the rest stays due. */
    void reached() {
        Deadline due = state.deadlines().next();
        while (due != null && due.atMillis() <= step.nowMillis() && !step.isSpent()) {
            long before = state.sequence();
            carryOut(due);
            Deadline next = state.deadlines().next();
            if (due.equals(next) && state.sequence() == before) {
                throw new IllegalStateException("nothing followed from " + due);
            }
            due = next;
        }
    }

    private void carryOut(Deadline due) {
        switch (due.subject()) {
            case COMMAND -> timeOut(due.id());
            case APPROVAL -> expire(due.id());
            case TASK -> tryAgain(due.id());
            case LEFT_BEHIND -> agents.windDown(due.id());
            case DEPENDENTS -> tasks.failDependents(due.id());
        }
    }

    private void timeOut(String commandId) {
        Command command = state.findCommand(commandId);
        if (command != null && step.mayEndAnother()) {
            commands.timedOut(command);
        }
    }

    private void expire(String approvalId) {
        Approval approval = state.findApproval(approvalId);
        if (approval != null && step.mayEndAnother()) {
            approvals.expire(approval);
        }
    }

    private void tryAgain(String taskId) {
        Task task = state.findTask(taskId);
        if (task != null && step.mayEndAnother()) {
            tasks.pauseOver(task);
        }
    }
}
