package io.agentbridge.engine;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.Usage;

/** The hash of each kind of thing in the state, over all its fields. */
final class ModelHash {
    private static final long AGENT = 1;
    private static final long COMMAND = 2;
    private static final long TASK = 3;
    private static final long APPROVAL = 4;
    private static final long REQUEST = 5;
    private static final long POSITION = 6;
    private static final long SETTINGS = 7;
    private static final long TOTALS = 8;
    private static final long CLOCK = 9;

    private ModelHash() {}

    static long agent(Agent agent) {
        long h = Hash.add(AGENT, agent.id());
        h = Hash.add(h, agent.type());
        h = Hash.add(h, agent.name());
        h = Hash.add(h, agent.backend());
        h = Hash.add(h, agent.model());
        h = Hash.add(h, agent.capabilities());
        h = options(h, agent.options());
        h = Hash.add(h, agent.status());
        h = Hash.add(h, agent.createdAtMillis());
        h = Hash.add(h, agent.lastActivityMillis());
        h = Hash.add(h, agent.currentCommand());
        h = Hash.add(h, agent.currentTask());
        h = Hash.add(h, agent.queueLength());
        h = Hash.add(h, agent.incarnation());
        h = Hash.add(h, agent.restarts());
        h = Hash.add(h, agent.sessionId());
        h = Hash.add(h, agent.backendVersion());
        h = process(h, agent.process());
        h = Hash.add(h, agent.stopMode());
        h = metrics(h, agent.metrics());
        h = usage(h, agent.usage());
        h = Hash.add(h, agent.error());
        return Hash.mix(cause(h, agent.cause()));
    }

    static long command(Command command) {
        long h = Hash.add(COMMAND, command.id());
        h = Hash.add(h, command.agentId());
        h = Hash.add(h, command.origin());
        h = Hash.add(h, command.originId());
        h = body(h, command.text());
        h = body(h, command.parameters());
        h = Hash.add(h, command.status());
        h = Hash.add(h, command.delivered());
        h = Hash.add(h, command.timeoutMillis());
        h = Hash.add(h, command.queuedAtMillis());
        h = Hash.add(h, command.startedAtMillis());
        h = Hash.add(h, command.completedAtMillis());
        h = Hash.add(h, command.deadlineMillis());
        h = Hash.add(h, command.cancelReason());
        h = body(h, command.result());
        h = body(h, command.error());
        h = Hash.add(h, command.failure());
        h = Hash.add(h, command.executionMillis());
        h = usage(h, command.usage());
        return Hash.mix(cause(h, command.cause()));
    }

    static long task(Task task) {
        long h = Hash.add(TASK, task.id());
        h = Hash.add(h, task.title());
        h = body(h, task.description());
        h = body(h, task.metadata());
        h = body(h, task.extra());
        h = Hash.add(h, task.requestedAgent());
        h = Hash.add(h, task.assignedAgent());
        h = Hash.add(h, task.status());
        h = Hash.add(h, task.priority());
        h = Hash.add(h, task.dependsOn());
        h = Hash.add(h, task.requiredCapabilities());
        h = Hash.add(h, task.timeoutMillis());
        h = Hash.add(h, task.retry().maxAttempts());
        h = Hash.add(h, task.retry().backoffMillis());
        h = Hash.add(h, task.attempts());
        h = Hash.add(h, task.notBeforeMillis());
        h = Hash.add(h, task.commandId());
        h = Hash.add(h, task.blockedReason());
        h = Hash.add(h, task.createdAtMillis());
        h = Hash.add(h, task.startedAtMillis());
        h = Hash.add(h, task.completedAtMillis());
        h = Hash.add(h, Double.doubleToLongBits(task.progress()));
        h = body(h, task.result());
        h = body(h, task.error());
        return Hash.mix(cause(h, task.cause()));
    }

    static long approval(Approval approval) {
        long h = Hash.add(APPROVAL, approval.id());
        h = Hash.add(h, approval.agentId());
        h = Hash.add(h, approval.commandId());
        h = Hash.add(h, approval.permissionId());
        h = Hash.add(h, approval.toolName());
        h = body(h, approval.input());
        h = Hash.add(h, approval.description());
        h = body(h, approval.suggestions());
        h = Hash.add(h, approval.requestedAtMillis());
        h = Hash.add(h, approval.expiresAtMillis());
        h = Hash.add(h, approval.outcome());
        h = Hash.add(h, approval.decision());
        h = Hash.add(h, approval.resolvedBy());
        h = body(h, approval.message());
        return Hash.mix(body(h, approval.updatedInput()));
    }

    static long request(RequestColumns requests, int place) {
        String text = requests.text(place);
        long h = Hash.add(REQUEST, requests.principal(place));
        h = text.isEmpty() ? Hash.addUuid(h, requests.high(place), requests.low(place)) : Hash.add(h, text);
        h = Hash.add(h, requests.contentHash(place));
        h = Hash.add(h, requests.acceptedAt(place));
        return Hash.mix(Hash.add(h, requests.answeredAt(place)));
    }

    static long position(String agentId, OutputPosition position) {
        long h = Hash.add(POSITION, agentId);
        h = Hash.add(h, position.incarnation());
        return Hash.mix(Hash.add(h, position.endOffset()));
    }

    static long settings(Settings settings) {
        long h = Hash.add(SETTINGS, settings.behaviourLevel());
        h = Hash.add(h, settings.maxAgents());
        h = Hash.add(h, settings.maxQueuedCommands());
        h = Hash.add(h, settings.maxOpenTasks());
        h = Hash.add(h, settings.maxEndedObjects());
        h = Hash.add(h, settings.maxStateBytes());
        h = Hash.add(h, settings.commandTimeoutMillis());
        h = Hash.add(h, settings.approvalTimeoutMillis());
        h = Hash.add(h, settings.idempotencyWindow());
        return Hash.mix(Hash.add(h, settings.maxRestarts()));
    }

    static long totals(Snapshot.Totals totals) {
        long h = Hash.add(TOTALS, totals.agentsCreated());
        h = Hash.add(h, totals.tasksCompleted());
        h = Hash.add(h, totals.tasksFailed());
        return Hash.mix(Hash.add(h, totals.commandsEnded()));
    }

    static long clock(long sequence, long timestampMillis) {
        return Hash.mix(Hash.add(Hash.add(CLOCK, sequence), timestampMillis));
    }

    private static long options(long hash, AgentOptions options) {
        long h = Hash.add(hash, options.permissionMode());
        h = Hash.add(h, options.workspace());
        h = body(h, options.appendSystemPrompt());
        h = Hash.add(h, options.maxTurns());
        h = Hash.add(h, options.maxCostMicros());
        h = Hash.add(h, options.timeoutMillis());
        return body(h, options.metadata());
    }

    private static long process(long hash, ProcessIdentity process) {
        long h = Hash.add(hash, process.pid());
        h = Hash.add(h, process.startTime());
        return Hash.add(h, process.bootId());
    }

    private static long metrics(long hash, AgentMetrics metrics) {
        long h = Hash.add(hash, metrics.tasksCompleted());
        h = Hash.add(h, metrics.tasksFailed());
        h = Hash.add(h, metrics.commandsEnded());
        h = Hash.add(h, metrics.commandsFailed());
        return Hash.add(h, metrics.executionMillis());
    }

    private static long usage(long hash, Usage usage) {
        long h = Hash.add(hash, usage.inputTokens());
        h = Hash.add(h, usage.outputTokens());
        h = Hash.add(h, usage.cacheReadTokens());
        h = Hash.add(h, usage.cacheWriteTokens());
        return Hash.add(h, usage.costMicros());
    }

    private static long cause(long hash, Cause cause) {
        long h = Hash.add(hash, cause.principal());
        h = Hash.add(h, cause.clientId());
        h = Hash.add(h, cause.requestId());
        h = Hash.add(h, cause.correlationId());
        h = Hash.add(h, cause.dialect());
        h = Hash.add(h, cause.contentHash());
        return Hash.add(h, cause.firstSentAt());
    }

    private static long body(long hash, Body body) {
        return switch (body) {
            case Body.Inline inline -> Hash.add(Hash.add(hash, 1), inline.text());
            case Body.Stored stored ->
                Hash.add(Hash.add(Hash.add(Hash.add(hash, 2), stored.hash()), stored.bytes()), stored.preview());
        };
    }
}
