package io.agentbridge.engine;

import io.agentbridge.engine.Deadlines.Deadline;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Task;

/** Decides what follows from the passing of time: commands time out, approvals expire, tasks are tried again. */
final class DeadlineDecider {
    private final Step step;
    private final State state;
    private final CommandDecider commands;
    private final TaskOutcomes tasks;
    private final ApprovalDecider approvals;

    DeadlineDecider(Step step, CommandDecider commands, TaskOutcomes tasks, ApprovalDecider approvals) {
        this.step = step;
        this.state = step.state();
        this.commands = commands;
        this.tasks = tasks;
        this.approvals = approvals;
    }

    /** Deals with everything that is due, in the order in which it was. */
    void reached() {
        Deadline due = state.deadlines().next();
        while (due != null && due.atMillis() <= step.nowMillis()) {
            carryOut(due);
            Deadline next = state.deadlines().next();
            if (due.equals(next)) {
                throw new IllegalStateException("nothing followed from " + due);
            }
            due = next;
        }
    }

    private void carryOut(Deadline due) {
        switch (due.subject()) {
            case COMMAND -> {
                Command command = state.findCommand(due.id());
                if (command != null) {
                    commands.timedOut(command);
                }
            }
            case APPROVAL -> {
                Approval approval = state.findApproval(due.id());
                if (approval != null) {
                    approvals.expire(approval);
                }
            }
            case TASK -> {
                Task task = state.findTask(due.id());
                if (task != null) {
                    tasks.pauseOver(task);
                }
            }
        }
    }
}
