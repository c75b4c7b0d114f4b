package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.ErrorType;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import io.agentbridge.gateway.json.JsonName;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of an event: a pure function of it, so that encoding a journal again gives what was sent. Each element is the UTF-8
 * text of one JSON message. For one thread; reuses its buffer.
 */
public final class EventFrames {
    private static final String SYSTEM = "system";
    private static final JsonName CREATE_AGENT = JsonName.value("create_agent");
    private static final JsonName STOP_AGENT = JsonName.value("stop_agent");
    private static final JsonName CANCEL_COMMAND = JsonName.value("cancel_command");
    private static final JsonName CANCEL_TASK = JsonName.value("cancel_task");
    private static final JsonName ASSIGN_TASK = JsonName.value("assign_task");
    private static final JsonName CREATED = JsonName.value("created");
    private static final JsonName DELIVERED = JsonName.value("delivered");
    private static final JsonName CANCELLING = JsonName.value("cancelling");
    private static final JsonName EXECUTING = JsonName.value("executing");
    private static final JsonName COMMAND_RESPONSE = JsonName.value("command_response");
    private static final EnumNames<ProgressKind> KINDS = new EnumNames<>(ProgressKind.values());

    private final long epochBits;
    private final JsonOutput output = new JsonOutput();
    private final Timestamps timestamps = new Timestamps();
    private final FrameWriter frame = new FrameWriter(output, timestamps);
    private final ErrorWriter errors = new ErrorWriter(output);
    private final ObjectWriter objects;

    private long ephemeral;

    /** @param epoch names the history, for the frames' ids */
    public EventFrames(String epoch, BodyReader bodies) {
        this.epochBits = FrameIds.bits(epoch);
        this.objects = new ObjectWriter(output, timestamps, bodies, false);
    }

    /** What everybody who may see the event gets; at least one frame, in order. */
    public List<byte[]> shared(Event event) {
        return switch (event.fact()) {
            case Fact.ServerStarted started -> List.of(serverStarted(event, started));
            case Fact.AgentCreated created -> agent(event, MessageType.AGENT_CREATED, created.agent());
            case Fact.AgentLaunched launched -> agent(event, MessageType.AGENT_STATUS, launched.agent());
            case Fact.AgentChanged changed -> agent(event, MessageType.AGENT_STATUS, changed.agent());
            case Fact.AgentRestarting restarting -> agent(event, MessageType.AGENT_STATUS, restarting.agent());
            case Fact.AgentStopping stopping -> agent(event, MessageType.AGENT_STATUS, stopping.agent());
            case Fact.AgentStopped stopped -> agent(event, MessageType.AGENT_STOPPED, stopped.agent());
            case Fact.AgentFailed failed -> agentFailed(event, failed.agent());
            case Fact.CommandQueued queued -> progress(event, queued.command());
            case Fact.CommandStarted started -> progress(event, started.command());
            case Fact.CommandChanged changed -> progress(event, changed.command());
            case Fact.CommandRequeued requeued -> progress(event, requeued.command());
            case Fact.CommandDelivered delivered -> progress(event, delivered.command(), DELIVERED);
            case Fact.CommandCancelling cancelling -> progress(event, cancelling.command(), CANCELLING);
            case Fact.CommandProgressed progressed -> List.of(progressed(event, progressed));
            case Fact.CommandEnded ended -> List.of(commandEnded(event, ended.command(), Cause.NONE));
            case Fact.TaskAssigned assigned -> List.of(task(event, MessageType.TASK_UPDATE, assigned.task(), 0, false));
            case Fact.TaskChanged changed -> List.of(task(event, MessageType.TASK_UPDATE, changed.task(), 0, false));
            case Fact.TaskCancelling cancelling ->
                List.of(task(event, MessageType.TASK_UPDATE, cancelling.task(), 0, false));
            case Fact.TaskEnded ended -> taskEnded(event, ended.task());
            case Fact.ApprovalRequested requested ->
                List.of(approval(event, MessageType.APPROVAL_REQUESTED, requested.approval(), Cause.NONE));
            case Fact.ApprovalResolved resolved ->
                List.of(approval(event, MessageType.APPROVAL_RESOLVED, resolved.approval(), Cause.NONE));
            case Fact.MessageRelayed relayed -> List.of(message(event, relayed.message(), Cause.NONE));
            case Fact.MetricReported reported -> List.of(metric(event, reported.metric(), Cause.NONE));
        };
    }

    /**
     * What the one who asked gets instead of {@link #shared}.
     *
     * @param requester the request that is answered: the event's cause, or that of a later re-send of it
     * @throws IllegalArgumentException if an event of this kind answers nothing, or {@code requester} is no request
     */
    public List<byte[]> answer(Event event, Cause requester) {
        if (!requester.isRequest()) {
            throw new IllegalArgumentException("an answer needs a request");
        }
        return List.of(
                switch (event.fact()) {
                    case Fact.AgentCreated created -> agentCreated(event, created.agent(), requester);
                    case Fact.AgentStopping stopping -> agentStopping(event, stopping.agent(), requester);
                    case Fact.CommandCancelling cancelling -> commandCancelling(event, cancelling.command(), requester);
                    case Fact.CommandEnded ended -> commandEnded(event, ended.command(), requester);
                    case Fact.TaskAssigned assigned -> taskAssigned(event, assigned.task(), requester);
                    case Fact.TaskCancelling cancelling -> taskCancelling(event, cancelling.task(), requester);
                    case Fact.ApprovalResolved resolved ->
                        approval(event, MessageType.APPROVAL_RESOLVED, resolved.approval(), requester);
                    case Fact.MessageRelayed relayed -> message(event, relayed.message(), requester);
                    case Fact.MetricReported reported -> metric(event, reported.metric(), requester);
                    default ->
                        throw new IllegalArgumentException("no request is answered by "
                                + event.fact().getClass().getSimpleName());
                });
    }

    /** The {@linkplain #answer answers} to several requests, in order. */
    public List<byte[]> answers(Event event, List<Cause> requesters) {
        List<byte[]> answers = new ArrayList<>(requesters.size());
        for (Cause requester : requesters) {
            answers.addAll(answer(event, requester));
        }
        return answers;
    }

    /** A piece of an agent's output as it is produced: a frame without a sequence, which may be dropped or merged. */
    public byte[] delta(String agentId, String commandId, ProgressKind kind, String text, long timestampMillis) {
        frame.begin(
                FrameIds.high(epochBits, FrameIds.EPHEMERAL),
                ephemeral++,
                MessageType.COMMAND_PROGRESS,
                timestampMillis,
                agentId,
                "");
        progressHead(commandId, agentId, kind);
        objects.text(Keys.DELTA, text);
        return frame.end();
    }

    /** A sign of life of an agent that a client passed on: a frame without a sequence, which may be dropped. */
    public byte[] heartbeat(String agentId, long timestampMillis) {
        frame.begin(
                FrameIds.high(epochBits, FrameIds.EPHEMERAL),
                ephemeral++,
                MessageType.AGENT_HEARTBEAT,
                timestampMillis,
                agentId,
                "");
        objects.text(Keys.AGENT_ID, agentId);
        objects.instant(Keys.TIMESTAMP, timestampMillis);
        return frame.end();
    }

    /** What {@link #delta} is about. */
    public static Subjects deltaSubjects(String agentId, String commandId) {
        return EventSubjects.progress(agentId, commandId, "");
    }

    /** What {@link #heartbeat} is about. */
    public static Subjects heartbeatSubjects(String agentId) {
        return EventSubjects.heartbeat(agentId);
    }

    /** Whether the event is the answer to the request that is its cause. */
    public static boolean hasAnswer(Event event) {
        return event.cause().isRequest() && EventSubjects.canAnswer(event.fact());
    }

    /** Whether its frames hold bodies that must be read from the blob store: to be encoded away from the hot path. */
    public static boolean hasStoredBodies(Event event) {
        return EventSubjects.hasStoredBodies(event.fact());
    }

    /** What the event is about. */
    public static Subjects subjects(Event event) {
        return EventSubjects.of(event);
    }

    private void begin(
            Event event, MessageType type, int part, boolean more, String source, Cause objectCause, Cause requester) {
        boolean answering = requester.isRequest();
        frame.head(
                FrameIds.high(epochBits, answering ? FrameIds.ANSWER : part),
                event.sequence(),
                type,
                event.timestampMillis(),
                source,
                answering ? Correlation.of(requester).answerId() : "");
        Cause asked = event.cause().isRequest() ? event.cause() : objectCause;
        frame.event(event.sequence(), more, answering ? requester : asked);
        frame.payload();
    }

    private byte[] serverStarted(Event event, Fact.ServerStarted started) {
        begin(event, MessageType.SERVER_STARTED, 0, false, SYSTEM, Cause.NONE, Cause.NONE);
        objects.text(Keys.VERSION, started.version());
        Settings settings = started.settings();
        output.name(Keys.SETTINGS);
        output.beginObject();
        objects.number(Keys.BEHAVIOUR_LEVEL, settings.behaviourLevel());
        objects.number(Keys.MAX_AGENTS, settings.maxAgents());
        objects.number(Keys.MAX_QUEUED_COMMANDS, settings.maxQueuedCommands());
        objects.number(Keys.MAX_OPEN_TASKS, settings.maxOpenTasks());
        objects.number(Keys.MAX_ENDED_OBJECTS, settings.maxEndedObjects());
        objects.number(Keys.MAX_STATE_BYTES, settings.maxStateBytes());
        objects.number(Keys.COMMAND_TIMEOUT_MS, settings.commandTimeoutMillis());
        objects.number(Keys.APPROVAL_TIMEOUT_MS, settings.approvalTimeoutMillis());
        objects.number(Keys.IDEMPOTENCY_WINDOW, settings.idempotencyWindow());
        objects.number(Keys.MAX_RESTARTS, settings.maxRestarts());
        output.endObject();
        return frame.end();
    }

    private List<byte[]> agent(Event event, MessageType type, Agent agent) {
        return List.of(agent(event, type, agent, false));
    }

    private byte[] agent(Event event, MessageType type, Agent agent, boolean more) {
        begin(event, type, 0, more, agent.id(), agent.cause(), Cause.NONE);
        objects.agent(Keys.AGENT, agent);
        return frame.end();
    }

    private List<byte[]> agentFailed(Event event, Agent agent) {
        byte[] status = agent(event, MessageType.AGENT_STATUS, agent, true);
        begin(event, MessageType.AGENT_ERROR, 1, false, agent.id(), agent.cause(), Cause.NONE);
        errors.begin(ErrorType.AGENT_ERROR, agent.error());
        errors.end();
        objects.text(Keys.AGENT_ID, agent.id());
        return List.of(status, frame.end());
    }

    private byte[] agentCreated(Event event, Agent agent, Cause requester) {
        return switch (requester.dialect()) {
            case STANDARD -> {
                begin(event, MessageType.COMMAND_RESULT, 0, false, SYSTEM, agent.cause(), requester);
                result(CREATE_AGENT);
                int start = output.size();
                objects.agentFields(agent);
                int end = output.size();
                objects.text(Keys.AGENT_ID, agent.id());
                copiedObject(Keys.AGENT_INFO, start, end);
                copiedObject(Keys.AGENT, start, end);
                output.name(Keys.RESULT);
                output.beginObject();
                objects.bool(Keys.SUCCESS, true);
                objects.text(Keys.AGENT_ID, agent.id());
                copiedObject(Keys.AGENT_INFO, start, end);
                output.endObject();
                yield frame.end();
            }
            case COMMAND -> {
                begin(event, MessageType.COMMAND_RESPONSE, 0, false, SYSTEM, agent.cause(), requester);
                objects.bool(Keys.SUCCESS, true);
                createdResult(agent);
                yield frame.end();
            }
            case LEGACY -> {
                frame.legacyHead(
                        FrameIds.high(epochBits, FrameIds.ANSWER),
                        event.sequence(),
                        COMMAND_RESPONSE,
                        event.timestampMillis());
                frame.event(event.sequence(), false, requester);
                frame.legacyData(CREATE_AGENT.text(), true, requester.requestId());
                createdResult(agent);
                yield frame.end();
            }
        };
    }

    private void createdResult(Agent agent) {
        output.name(Keys.RESULT);
        output.beginObject();
        objects.text(Keys.AGENT_ID, agent.id());
        objects.agent(Keys.AGENT_INFO, agent);
        output.name(Keys.STATUS);
        output.value(CREATED);
        output.name(Keys.CONFIG);
        output.beginObject();
        output.name(Keys.ROLE);
        output.value(ObjectWriter.AGENT_TYPES.encoded(agent.type()));
        objects.text(Keys.NAME, agent.name());
        objects.text(Keys.MODEL, agent.model());
        output.endObject();
        output.endObject();
    }

    private void copiedObject(JsonName name, int start, int end) {
        output.name(name);
        output.beginObject();
        output.copyMembers(start, end);
        output.endObject();
    }

    /** Begins the payload of a request that was carried out at once. */
    private void result(JsonName command) {
        output.name(Keys.COMMAND);
        output.value(command);
        objects.bool(Keys.SUCCESS, true);
        objects.seconds(Keys.EXECUTION_TIME, 0);
    }

    private byte[] agentStopping(Event event, Agent agent, Cause requester) {
        begin(event, MessageType.COMMAND_RESULT, 0, false, SYSTEM, agent.cause(), requester);
        result(STOP_AGENT);
        int start = output.size();
        objects.text(Keys.AGENT_ID, agent.id());
        output.name(Keys.STATUS);
        output.value(ObjectWriter.AGENT_STATUSES.encoded(agent.status()));
        copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }

    private byte[] commandCancelling(Event event, Command command, Cause requester) {
        begin(event, MessageType.COMMAND_RESULT, 0, false, SYSTEM, command.cause(), requester);
        result(CANCEL_COMMAND);
        int start = output.size();
        objects.text(Keys.COMMAND_ID, command.id());
        objects.text(Keys.AGENT_ID, command.agentId());
        output.name(Keys.STATUS);
        output.value(CANCELLING);
        copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }

    private byte[] taskCancelling(Event event, Task task, Cause requester) {
        begin(event, MessageType.COMMAND_RESULT, 0, false, SYSTEM, task.cause(), requester);
        result(CANCEL_TASK);
        int start = output.size();
        objects.text(Keys.TASK_ID, task.id());
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        output.name(Keys.STATUS);
        output.value(CANCELLING);
        copiedObject(Keys.RESULT, start, output.size());
        return frame.end();
    }

    private List<byte[]> progress(Event event, Command command) {
        return progress(event, command, ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
    }

    private List<byte[]> progress(Event event, Command command, JsonName status) {
        begin(event, MessageType.COMMAND_PROGRESS, 0, false, command.agentId(), command.cause(), Cause.NONE);
        objects.preview(Keys.COMMAND, command.text());
        objects.text(Keys.AGENT_ID, command.agentId());
        output.name(Keys.STATUS);
        output.value(status);
        output.name(Keys.PROGRESS);
        output.fixed(0, 1);
        request(command);
        objects.text(Keys.COMMAND_ID, command.id());
        objects.origin(command);
        objects.truncated();
        return List.of(frame.end());
    }

    private void request(Command command) {
        objects.textOrNull(Keys.REQUEST_ID, command.cause().requestId());
        objects.textOrNull(Keys.REQUEST_CORRELATION_ID, command.cause().correlationId());
    }

    private byte[] progressed(Event event, Fact.CommandProgressed progressed) {
        begin(event, MessageType.COMMAND_PROGRESS, 0, false, progressed.agentId(), Cause.NONE, Cause.NONE);
        progressHead(progressed.commandId(), progressed.agentId(), progressed.kind());
        switch (progressed.kind()) {
            case TEXT, THINKING, STATUS -> objects.body(Keys.CONTENT, progressed.content());
            case TOOL_USE, TOOL_RESULT -> objects.agentsJson(Keys.CONTENT, progressed.content(), "null");
        }
        return frame.end();
    }

    private void progressHead(String commandId, String agentId, ProgressKind kind) {
        output.name(Keys.COMMAND);
        output.value("");
        objects.text(Keys.AGENT_ID, agentId);
        output.name(Keys.STATUS);
        output.value(EXECUTING);
        output.name(Keys.PROGRESS);
        output.fixed(0, 1);
        objects.text(Keys.COMMAND_ID, commandId);
        output.name(Keys.KIND);
        output.value(KINDS.encoded(kind));
    }

    private byte[] commandEnded(Event event, Command command, Cause requester) {
        boolean completed = command.status() == CommandStatus.COMPLETED;
        begin(
                event,
                completed ? MessageType.COMMAND_RESULT : MessageType.COMMAND_ERROR,
                0,
                false,
                command.agentId(),
                command.cause(),
                requester);
        if (!completed) {
            errors.begin(ErrorType.COMMAND_ERROR, objects.textOf(command.error(), describe(command.status())));
            output.name(Keys.STATUS);
            output.value(ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
            output.name(Keys.FAILURE);
            output.value(ObjectWriter.FAILURES.encoded(command.failure()));
            errors.end();
        }
        objects.body(Keys.COMMAND, command.text());
        objects.text(Keys.AGENT_ID, command.agentId());
        if (completed) {
            objects.body(Keys.RESULT, command.result());
        }
        objects.seconds(Keys.EXECUTION_TIME, command.executionMillis());
        objects.bool(Keys.SUCCESS, completed);
        objects.text(Keys.COMMAND_ID, command.id());
        output.name(Keys.STATUS);
        output.value(ObjectWriter.COMMAND_STATUSES.encoded(command.status()));
        request(command);
        objects.origin(command);
        objects.usage(command.usage());
        return frame.end();
    }

    private static String describe(CommandStatus status) {
        return switch (status) {
            case CANCELLED -> "the command was cancelled";
            case UNKNOWN -> "it is not known whether the agent carried the command out";
            case QUEUED, EXECUTING, WAITING_APPROVAL, COMPLETED, FAILED -> "the command failed";
        };
    }

    private byte[] taskAssigned(Event event, Task task, Cause requester) {
        begin(event, MessageType.COMMAND_RESULT, 0, false, SYSTEM, task.cause(), requester);
        boolean assigned = !task.assignedAgent().isEmpty();
        result(ASSIGN_TASK);
        objects.bool(Keys.ASSIGNED, assigned);
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        objects.text(Keys.TASK_ID, task.id());
        int start = output.size();
        objects.taskFields(task);
        int end = output.size();
        output.name(Keys.TASK);
        output.beginObject();
        output.copyMembers(start, end);
        objects.taskRest(task);
        output.endObject();
        output.name(Keys.RESULT);
        output.beginObject();
        objects.text(Keys.TASK_ID, task.id());
        objects.bool(Keys.ASSIGNED, assigned);
        objects.textOrNull(Keys.AGENT_ID, task.assignedAgent());
        output.endObject();
        return frame.end();
    }

    private byte[] task(Event event, MessageType type, Task task, int part, boolean more) {
        begin(event, type, part, more, SYSTEM, task.cause(), Cause.NONE);
        objects.task(Keys.TASK, task);
        return frame.end();
    }

    private List<byte[]> taskEnded(Event event, Task task) {
        if (task.status() == TaskStatus.CANCELLED) {
            return List.of(task(event, MessageType.TASK_UPDATE, task, 0, false));
        }
        MessageType last = task.status() == TaskStatus.COMPLETED ? MessageType.TASK_COMPLETE : MessageType.TASK_FAILED;
        List<byte[]> frames = new ArrayList<>(2);
        frames.add(task(event, MessageType.TASK_UPDATE, task, 0, true));
        frames.add(task(event, last, task, 1, false));
        return frames;
    }

    private byte[] approval(Event event, MessageType type, Approval approval, Cause requester) {
        begin(event, type, 0, false, approval.agentId(), Cause.NONE, requester);
        output.name(Keys.APPROVAL);
        output.beginObject();
        objects.approval(approval);
        output.endObject();
        return frame.end();
    }

    private byte[] message(Event event, RelayedMessage message, Cause requester) {
        begin(event, EventSubjects.typeOf(message.kind()), 0, false, message.fromAgent(), Cause.NONE, requester);
        objects.text(Keys.FROM_AGENT, message.fromAgent());
        objects.text(Keys.TO_AGENT, message.toAgent());
        objects.body(Keys.CONTENT, message.content());
        objects.text(Keys.MESSAGE_TYPE, message.messageType());
        objects.json(Keys.METADATA, message.metadata(), "{}");
        objects.text(Keys.MESSAGE_ID, message.id());
        objects.members(message.details());
        return frame.end();
    }

    private byte[] metric(Event event, Metric metric, Cause requester) {
        begin(event, MessageType.SYSTEM_METRIC, 0, false, metric.agentId(), Cause.NONE, requester);
        objects.text(Keys.METRIC_NAME, metric.name());
        output.name(Keys.METRIC_VALUE);
        output.json(metric.value());
        if (!metric.agentId().isEmpty()) {
            objects.text(Keys.AGENT_ID, metric.agentId());
        }
        objects.json(Keys.METADATA, metric.metadata(), "{}");
        return frame.end();
    }
}
