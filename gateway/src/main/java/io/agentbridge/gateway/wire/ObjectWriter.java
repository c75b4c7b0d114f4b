package io.agentbridge.gateway.wire;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandOrigin;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.engine.model.Usage;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import io.agentbridge.gateway.json.JsonScanner;
import java.util.ArrayList;
import java.util.List;

/** Writes the objects of the domain as the wire shows them. For one thread. */
final class ObjectWriter {
    static final EnumNames<AgentType> AGENT_TYPES = new EnumNames<>(AgentType.values());
    static final EnumNames<AgentStatus> AGENT_STATUSES = new EnumNames<>(AgentStatus.values());
    static final EnumNames<TaskStatus> TASK_STATUSES = new EnumNames<>(TaskStatus.values());
    static final EnumNames<CommandStatus> COMMAND_STATUSES = new EnumNames<>(CommandStatus.values());
    static final EnumNames<FailureClass> FAILURES = new EnumNames<>(FailureClass.values());
    static final EnumNames<CommandOrigin> ORIGINS = new EnumNames<>(CommandOrigin.values());
    private static final EnumNames<ApprovalOutcome> OUTCOMES = new EnumNames<>(ApprovalOutcome.values());
    private static final EnumNames<ApprovalDecision> DECISIONS = new EnumNames<>(ApprovalDecision.values());
    private static final String EMPTY_OBJECT = "{}";
    private static final String EMPTY_ARRAY = "[]";
    private static final int MAX_DEPTH = 1_024;

    private final JsonOutput output;
    private final Timestamps timestamps;
    private final BodyReader bodies;
    private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);
    private final List<JsonName> truncated = new ArrayList<>();
    private final boolean previews;

    /** @param previews whether stored bodies are shown by their first characters instead of being read */
    ObjectWriter(JsonOutput output, Timestamps timestamps, BodyReader bodies, boolean previews) {
        this.output = output;
        this.timestamps = timestamps;
        this.bodies = bodies;
        this.previews = previews;
    }

    void agent(JsonName name, Agent agent) {
        output.name(name);
        output.beginObject();
        agentFields(agent);
        output.endObject();
    }

    void agentFields(Agent agent) {
        text(Keys.ID, agent.id());
        output.name(Keys.TYPE);
        output.value(AGENT_TYPES.encoded(agent.type()));
        text(Keys.NAME, agent.name());
        output.name(Keys.STATUS);
        output.value(AGENT_STATUSES.encoded(agent.status()));
        instant(Keys.CREATED_AT, agent.createdAtMillis());
        instant(Keys.LAST_ACTIVITY, agent.lastActivityMillis());
        textOrNull(Keys.CURRENT_TASK, agent.currentTask());
        textOrNull(Keys.CURRENT_COMMAND, agent.currentCommand());
        text(Keys.MODEL, agent.model());
        texts(Keys.CAPABILITIES, agent.capabilities());
        metrics(agent);
        text(Keys.BACKEND, agent.backend());
        textOrNull(Keys.SESSION_ID, agent.sessionId());
        textOrNull(Keys.WORKSPACE, agent.options().workspace());
        output.name(Keys.PID);
        if (agent.process().pid() <= 0) {
            output.nullValue();
        } else {
            output.value(agent.process().pid());
        }
        output.name(Keys.HOST);
        output.nullValue();
        number(Keys.QUEUE_LENGTH, agent.queueLength());
        usage(agent.usage());
        if (!agent.error().isEmpty()) {
            text(Keys.ERROR, agent.error());
        }
        if (!agent.options().metadata().isEmpty()) {
            json(Keys.METADATA, agent.options().metadata(), EMPTY_OBJECT);
        }
        truncated();
    }

    /** When an agent was last said to be alive; 0 for never, which is left out. */
    void lastHeartbeat(long millis) {
        if (millis != 0) {
            instant(Keys.LAST_HEARTBEAT, millis);
        }
    }

    private void metrics(Agent agent) {
        AgentMetrics metrics = agent.metrics();
        long ended = metrics.commandsEnded();
        output.name(Keys.METRICS);
        output.beginObject();
        number(Keys.TASKS_COMPLETED, metrics.tasksCompleted());
        number(Keys.TASKS_FAILED, metrics.tasksFailed());
        seconds(Keys.AVG_RESPONSE_TIME, ended == 0 ? 0 : metrics.executionMillis() / ended);
        number(Keys.TOKENS_USED, agent.usage().inputTokens() + agent.usage().outputTokens());
        seconds(Keys.UPTIME, Math.max(0, agent.lastActivityMillis() - agent.createdAtMillis()));
        output.name(Keys.SUCCESS_RATE);
        output.fixed(ended == 0 ? 1_000 : 1_000 * (ended - metrics.commandsFailed()) / ended, 3);
        output.endObject();
    }

    void usage(Usage usage) {
        output.name(Keys.USAGE);
        output.beginObject();
        number(Keys.INPUT_TOKENS, usage.inputTokens());
        number(Keys.OUTPUT_TOKENS, usage.outputTokens());
        number(Keys.CACHE_READ_TOKENS, usage.cacheReadTokens());
        number(Keys.CACHE_WRITE_TOKENS, usage.cacheWriteTokens());
        output.name(Keys.COST_USD);
        output.fixed(usage.costMicros(), 6);
        output.endObject();
    }

    void task(JsonName name, Task task) {
        output.name(name);
        output.beginObject();
        taskFields(task);
        taskRest(task);
        output.endObject();
    }

    /** The task's members but its result and those of the client: what a flat answer shows, too. */
    void taskFields(Task task) {
        text(Keys.ID, task.id());
        text(Keys.TITLE, task.title());
        body(Keys.DESCRIPTION, task.description());
        textOrNull(Keys.ASSIGNED_AGENT, task.assignedAgent());
        output.name(Keys.STATUS);
        output.value(TASK_STATUSES.encoded(task.status()));
        instant(Keys.CREATED_AT, task.createdAtMillis());
        instantOrNull(Keys.STARTED_AT, task.startedAtMillis());
        instantOrNull(Keys.COMPLETED_AT, task.completedAtMillis());
        output.name(Keys.PROGRESS);
        output.value(task.progress());
        bodyOrNull(Keys.ERROR, task.error());
        json(Keys.METADATA, task.metadata(), EMPTY_OBJECT);
        number(Keys.PRIORITY, task.priority());
        texts(Keys.DEPENDS_ON, task.dependsOn());
        texts(Keys.REQUIRED_CAPABILITIES, task.requiredCapabilities());
        number(Keys.TIMEOUT_MS, task.timeoutMillis());
        output.name(Keys.RETRY);
        output.beginObject();
        number(Keys.MAX_ATTEMPTS, task.retry().maxAttempts());
        number(Keys.BACKOFF_MS, task.retry().backoffMillis());
        output.endObject();
        number(Keys.ATTEMPTS, task.attempts());
        textOrNull(Keys.COMMAND_ID, task.commandId());
        textOrNull(Keys.BLOCKED_REASON, task.blockedReason());
    }

    /** The members that {@link #taskFields} leaves out. */
    void taskRest(Task task) {
        if (task.status() == TaskStatus.COMPLETED) {
            body(Keys.RESULT, task.result());
        } else {
            bodyOrNull(Keys.RESULT, task.result());
        }
        if (!(previews && task.extra() instanceof Body.Stored)) {
            output.membersOf(text(task.extra()));
        }
        truncated();
    }

    void command(Command command) {
        text(Keys.ID, command.id());
        text(Keys.AGENT_ID, command.agentId());
        body(Keys.COMMAND, command.text());
        json(Keys.PARAMETERS, command.parameters(), EMPTY_OBJECT);
        output.name(Keys.STATUS);
        output.value(COMMAND_STATUSES.encoded(command.status()));
        origin(command);
        textOrNull(Keys.CLIENT_ID, command.cause().clientId());
        textOrNull(Keys.REQUEST_ID, command.cause().requestId());
        instant(Keys.QUEUED_AT, command.queuedAtMillis());
        instantOrNull(Keys.STARTED_AT, command.startedAtMillis());
        instantOrNull(Keys.COMPLETED_AT, command.completedAtMillis());
        if (command.status() == CommandStatus.COMPLETED) {
            body(Keys.RESULT, command.result());
        } else {
            bodyOrNull(Keys.RESULT, command.result());
        }
        bodyOrNull(Keys.ERROR, command.error());
        output.name(Keys.ERROR_TYPE);
        if (command.failure() == FailureClass.NONE) {
            output.nullValue();
        } else {
            output.value(FAILURES.encoded(command.failure()));
        }
        seconds(Keys.EXECUTION_TIME, command.executionMillis());
        usage(command.usage());
        truncated();
    }

    void origin(Command command) {
        output.name(Keys.ORIGIN);
        output.value(ORIGINS.encoded(command.origin()));
        switch (command.origin()) {
            case CLIENT -> {
                // Its request is its origin.
            }
            case TASK -> text(Keys.TASK_ID, command.originId());
            case MESSAGE -> text(Keys.FROM_AGENT, command.originId());
        }
    }

    void approval(Approval approval) {
        text(Keys.ID, approval.id());
        text(Keys.AGENT_ID, approval.agentId());
        text(Keys.COMMAND_ID, approval.commandId());
        text(Keys.TOOL_NAME, approval.toolName());
        agentsJson(Keys.INPUT, approval.input(), EMPTY_OBJECT);
        text(Keys.DESCRIPTION, approval.description());
        agentsJson(Keys.SUGGESTIONS, approval.suggestions(), EMPTY_ARRAY);
        instant(Keys.REQUESTED_AT, approval.requestedAtMillis());
        instant(Keys.EXPIRES_AT, approval.expiresAtMillis());
        output.name(Keys.OUTCOME);
        output.value(OUTCOMES.encoded(approval.outcome()));
        if (approval.outcome() != ApprovalOutcome.PENDING) {
            output.name(Keys.DECISION);
            if (approval.decision() == ApprovalDecision.NONE) {
                output.nullValue();
            } else {
                output.value(DECISIONS.encoded(approval.decision()));
            }
            textOrNull(Keys.RESOLVED_BY, approval.resolvedBy());
            bodyOrNull(Keys.MESSAGE, approval.message());
            if (!approval.updatedInput().isEmpty()) {
                json(Keys.UPDATED_INPUT, approval.updatedInput(), EMPTY_OBJECT);
            }
        }
        truncated();
    }

    void text(JsonName name, String text) {
        output.name(name);
        output.value(text);
    }

    void textOrNull(JsonName name, String text) {
        output.name(name);
        if (text.isEmpty()) {
            output.nullValue();
        } else {
            output.value(text);
        }
    }

    void texts(JsonName name, List<String> texts) {
        output.name(name);
        output.beginArray();
        for (int i = 0; i < texts.size(); i++) {
            output.value(texts.get(i));
        }
        output.endArray();
    }

    void number(JsonName name, long value) {
        output.name(name);
        output.value(value);
    }

    void bool(JsonName name, boolean value) {
        output.name(name);
        output.value(value);
    }

    void seconds(JsonName name, long millis) {
        output.name(name);
        output.fixed(millis, 3);
    }

    void instant(JsonName name, long millis) {
        output.name(name);
        timestamps.write(output, millis);
    }

    private void instantOrNull(JsonName name, long millis) {
        if (millis == 0) {
            output.name(name);
            output.nullValue();
        } else {
            instant(name, millis);
        }
    }

    /** A text of any size. */
    void body(JsonName name, Body body) {
        output.name(name);
        if (previews && body instanceof Body.Stored stored) {
            output.value(stored.preview());
            truncated.add(name);
        } else {
            output.value(text(body));
        }
    }

    /** The first characters of a text if it is large, which {@link #truncated} then tells. */
    void preview(JsonName name, Body body) {
        output.name(name);
        switch (body) {
            case Body.Inline inline -> output.value(inline.text());
            case Body.Stored stored -> {
                output.value(stored.preview());
                truncated.add(name);
            }
        }
    }

    void bodyOrNull(JsonName name, Body body) {
        if (body.isEmpty()) {
            output.name(name);
            output.nullValue();
        } else {
            body(name, body);
        }
    }

    /** A value that was validated when it came in. */
    void json(JsonName name, Body body, String absent) {
        output.name(name);
        if (previews && body instanceof Body.Stored) {
            output.json(absent);
            truncated.add(name);
        } else {
            String text = text(body);
            output.json(text.isEmpty() ? absent : text);
        }
    }

    /** A value that an agent says is JSON; written as a string if it is not. */
    void agentsJson(JsonName name, Body body, String absent) {
        output.name(name);
        if (previews && body instanceof Body.Stored) {
            output.json(absent);
            truncated.add(name);
            return;
        }
        int start = output.size();
        String text = text(body);
        output.json(text.isEmpty() ? absent : text);
        if (!output.isValidFrom(start, scanner)) {
            output.truncate(start);
            output.value(text);
        }
    }

    /** Says which members of the object that is being written are not whole. */
    void truncated() {
        if (!truncated.isEmpty()) {
            output.name(Keys.TRUNCATED);
            output.beginArray();
            truncated.forEach(name -> output.value(name.text()));
            output.endArray();
            truncated.clear();
        }
    }

    /** The members of an object that the client sent. */
    void members(Body object) {
        output.membersOf(text(object));
    }

    /** The text of a body, or another one if it is empty. */
    String textOf(Body body, String absent) {
        return body.isEmpty() ? absent : text(body);
    }

    private String text(Body body) {
        return switch (body) {
            case Body.Inline inline -> inline.text();
            case Body.Stored stored -> bodies.text(stored);
        };
    }
}
