package io.agentbridge.gateway.wire;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.json.JsonOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of an event: a pure function of it, so that encoding a journal again gives what was sent. Each element is the UTF-8
 * text of one JSON message. For one thread; reuses its buffer.
 */
public final class EventFrames {
    private final EventFrame frame;
    private final JsonOutput output;
    private final ObjectWriter objects;
    private final AgentFrames agents;
    private final CommandFrames commands;
    private final TaskFrames tasks;

    /** @param epoch names the history, for the frames' ids */
    public EventFrames(String epoch, BodyReader bodies) {
        this.frame = new EventFrame(epoch, bodies);
        this.output = frame.output();
        this.objects = frame.objects();
        this.agents = new AgentFrames(frame);
        this.commands = new CommandFrames(frame);
        this.tasks = new TaskFrames(frame);
    }

    /** What everybody who may see the event gets; at least one frame, in order. */
    public List<byte[]> shared(Event event) {
        return switch (event.fact()) {
            case Fact.ServerStarted started -> List.of(serverStarted(event, started));
            case Fact.AgentCreated created -> agents.changed(event, MessageType.AGENT_CREATED, created.agent());
            case Fact.AgentLaunched launched -> agents.changed(event, MessageType.AGENT_STATUS, launched.agent());
            case Fact.AgentChanged changed -> agents.changed(event, MessageType.AGENT_STATUS, changed.agent());
            case Fact.AgentRestarting restarting -> agents.changed(event, MessageType.AGENT_STATUS, restarting.agent());
            case Fact.AgentStopping stopping -> agents.changed(event, MessageType.AGENT_STATUS, stopping.agent());
            case Fact.AgentStopped stopped -> agents.changed(event, MessageType.AGENT_STOPPED, stopped.agent());
            case Fact.AgentFailed failed -> agents.failed(event, failed.agent());
            case Fact.CommandQueued queued -> commands.progress(event, queued.command());
            case Fact.CommandStarted started -> commands.progress(event, started.command());
            case Fact.CommandChanged changed -> commands.progress(event, changed.command());
            case Fact.CommandRequeued requeued -> commands.progress(event, requeued.command());
            case Fact.CommandDelivered delivered -> commands.delivered(event, delivered.command());
            case Fact.CommandCancelling cancelling -> commands.cancelling(event, cancelling.command());
            case Fact.CommandProgressed progressed -> commands.progressed(event, progressed);
            case Fact.CommandEnded ended -> List.of(commands.ended(event, ended.command(), Cause.NONE));
            case Fact.TaskAssigned assigned -> tasks.changed(event, assigned.task());
            case Fact.TaskChanged changed -> tasks.changed(event, changed.task());
            case Fact.TaskCancelling cancelling -> tasks.changed(event, cancelling.task());
            case Fact.TaskEnded ended -> tasks.ended(event, ended.task());
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
                    case Fact.AgentCreated created -> agents.answerCreated(event, created.agent(), requester);
                    case Fact.AgentStopping stopping -> agents.answerStopping(event, stopping.agent(), requester);
                    case Fact.CommandCancelling cancelling ->
                        commands.answerCancelling(event, cancelling.command(), requester);
                    case Fact.CommandEnded ended -> commands.ended(event, ended.command(), requester);
                    case Fact.TaskAssigned assigned -> tasks.answerAssigned(event, assigned.task(), requester);
                    case Fact.TaskCancelling cancelling -> tasks.answerCancelling(event, cancelling.task(), requester);
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
        return commands.delta(agentId, commandId, kind, text, timestampMillis);
    }

    /** A sign of life of an agent that a client passed on: a frame without a sequence, which may be dropped. */
    public byte[] heartbeat(String agentId, long timestampMillis) {
        return agents.heartbeat(agentId, timestampMillis);
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

    /** The types of all messages that show events to everybody. */
    public static List<String> sharedTypes() {
        return EventSubjects.TYPES;
    }

    /** What the event is about. */
    public static Subjects subjects(Event event) {
        return EventSubjects.of(event);
    }

    private byte[] serverStarted(Event event, Fact.ServerStarted started) {
        frame.begin(event, MessageType.SERVER_STARTED, EventFrame.SYSTEM, Cause.NONE, Cause.NONE);
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

    private byte[] approval(Event event, MessageType type, Approval approval, Cause requester) {
        frame.begin(event, type, approval.agentId(), Cause.NONE, requester);
        output.name(Keys.APPROVAL);
        output.beginObject();
        objects.approval(approval);
        output.endObject();
        return frame.end();
    }

    private byte[] message(Event event, RelayedMessage message, Cause requester) {
        frame.begin(event, EventSubjects.typeOf(message.kind()), message.fromAgent(), Cause.NONE, requester);
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
        frame.begin(event, MessageType.SYSTEM_METRIC, metric.agentId(), Cause.NONE, requester);
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
