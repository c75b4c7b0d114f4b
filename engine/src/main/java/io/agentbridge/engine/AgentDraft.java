package io.agentbridge.engine;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;

/** An agent as the step at hand leaves it, while it is being worked out. */
final class AgentDraft {
    final Agent before;
    AgentStatus status;
    long lastActivityMillis;
    String currentCommand;
    String currentTask;
    int queueLength;
    int incarnation;
    int restarts;
    String sessionId;
    String backendVersion;
    ProcessIdentity process;
    StopMode stopMode;
    AgentMetrics metrics;
    Usage usage;
    String error;

    AgentDraft(Agent before) {
        this.before = before;
        this.status = before.status();
        this.lastActivityMillis = before.lastActivityMillis();
        this.currentCommand = before.currentCommand();
        this.currentTask = before.currentTask();
        this.queueLength = before.queueLength();
        this.incarnation = before.incarnation();
        this.restarts = before.restarts();
        this.sessionId = before.sessionId();
        this.backendVersion = before.backendVersion();
        this.process = before.process();
        this.stopMode = before.stopMode();
        this.metrics = before.metrics();
        this.usage = before.usage();
        this.error = before.error();
    }

    /** The after-image. */
    Agent image() {
        return new Agent(
                before.id(),
                before.type(),
                before.name(),
                before.backend(),
                before.model(),
                before.capabilities(),
                before.options(),
                status,
                before.createdAtMillis(),
                lastActivityMillis,
                currentCommand,
                currentTask,
                queueLength,
                incarnation,
                restarts,
                sessionId,
                backendVersion,
                process,
                stopMode,
                metrics,
                usage,
                error,
                before.cause());
    }

    /** Whether there is anything to tell. */
    boolean isChanged() {
        return status != before.status()
                || queueLength != before.queueLength()
                || incarnation != before.incarnation()
                || restarts != before.restarts()
                || stopMode != before.stopMode()
                || !currentCommand.equals(before.currentCommand())
                || !currentTask.equals(before.currentTask())
                || !sessionId.equals(before.sessionId())
                || !backendVersion.equals(before.backendVersion())
                || !process.equals(before.process())
                || !metrics.equals(before.metrics())
                || !usage.equals(before.usage())
                || !error.equals(before.error());
    }
}
