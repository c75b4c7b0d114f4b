package io.agentbridge.engine;

import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;

/** A task as the step at hand leaves it, while it is being worked out. */
final class TaskDraft {
    final Task before;
    String assignedAgent;
    TaskStatus status;
    int attempts;
    long notBeforeMillis;
    String commandId;
    String blockedReason;
    long startedAtMillis;
    long completedAtMillis;
    double progress;
    Body result;
    Body error;

    TaskDraft(Task before) {
        this.before = before;
        this.assignedAgent = before.assignedAgent();
        this.status = before.status();
        this.attempts = before.attempts();
        this.notBeforeMillis = before.notBeforeMillis();
        this.commandId = before.commandId();
        this.blockedReason = before.blockedReason();
        this.startedAtMillis = before.startedAtMillis();
        this.completedAtMillis = before.completedAtMillis();
        this.progress = before.progress();
        this.result = before.result();
        this.error = before.error();
    }

    /** The after-image. */
    Task image() {
        return new Task(
                before.id(),
                before.title(),
                before.description(),
                before.metadata(),
                before.extra(),
                before.requestedAgent(),
                assignedAgent,
                status,
                before.priority(),
                before.dependsOn(),
                before.requiredCapabilities(),
                before.timeoutMillis(),
                before.retry(),
                attempts,
                notBeforeMillis,
                commandId,
                blockedReason,
                before.createdAtMillis(),
                startedAtMillis,
                completedAtMillis,
                progress,
                result,
                error,
                before.cause());
    }
}
