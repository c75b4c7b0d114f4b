package io.agentbridge.gateway.codec;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.RelayedMessage;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Task;
import org.jspecify.annotations.Nullable;

/** An event, as an object: its type, the request that it answers, and the after-image of what it changes. */
final class EventCodec {
    static final EnumCodes<EventType> TYPES = EnumCodes.of(EventType.values());
    static final EnumCodes<ProgressKind> PROGRESS_KINDS = EnumCodes.of(ProgressKind.values());

    private EventCodec() {}

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Event event) {
        Fact fact = event.fact();
        out.name(Field.TYPE, TYPES, EventType.of(fact));
        CauseCodec.encode(out, Field.CAUSE, event.cause());
        switch (fact) {
            case Fact.ServerStarted started -> {
                out.text(Field.VERSION, started.version());
                SettingsCodec.encode(out, Field.SETTINGS, started.settings());
            }
            case Fact.AgentCreated created -> AgentCodec.encode(out, Field.AGENT, created.agent());
            case Fact.AgentLaunched launched -> AgentCodec.encode(out, Field.AGENT, launched.agent());
            case Fact.AgentChanged changed -> AgentCodec.encode(out, Field.AGENT, changed.agent());
            case Fact.AgentRestarting restarting -> AgentCodec.encode(out, Field.AGENT, restarting.agent());
            case Fact.AgentFailed failed -> AgentCodec.encode(out, Field.AGENT, failed.agent());
            case Fact.AgentStopping stopping -> {
                AgentCodec.encode(out, Field.AGENT, stopping.agent());
                out.optionalText(Field.REASON, stopping.reason());
            }
            case Fact.AgentStopped stopped -> AgentCodec.encode(out, Field.AGENT, stopped.agent());
            case Fact.CommandQueued queued -> CommandCodec.encode(out, Field.COMMAND, queued.command());
            case Fact.CommandStarted started -> CommandCodec.encode(out, Field.COMMAND, started.command());
            case Fact.CommandDelivered delivered -> CommandCodec.encode(out, Field.COMMAND, delivered.command());
            case Fact.CommandProgressed progressed -> {
                out.text(Field.COMMAND_ID, progressed.commandId());
                out.text(Field.AGENT_ID, progressed.agentId());
                out.name(Field.KIND, PROGRESS_KINDS, progressed.kind());
                BodyCodec.encode(out, Field.CONTENT, progressed.content());
            }
            case Fact.CommandChanged changed -> CommandCodec.encode(out, Field.COMMAND, changed.command());
            case Fact.CommandCancelling cancelling -> CommandCodec.encode(out, Field.COMMAND, cancelling.command());
            case Fact.CommandRequeued requeued -> CommandCodec.encode(out, Field.COMMAND, requeued.command());
            case Fact.CommandEnded ended -> CommandCodec.encode(out, Field.COMMAND, ended.command());
            case Fact.TaskAssigned assigned -> TaskCodec.encode(out, Field.TASK, assigned.task());
            case Fact.TaskChanged changed -> TaskCodec.encode(out, Field.TASK, changed.task());
            case Fact.TaskCancelling cancelling -> TaskCodec.encode(out, Field.TASK, cancelling.task());
            case Fact.TaskEnded ended -> TaskCodec.encode(out, Field.TASK, ended.task());
            case Fact.ApprovalRequested requested -> ApprovalCodec.encode(out, Field.APPROVAL, requested.approval());
            case Fact.ApprovalResolved resolved -> ApprovalCodec.encode(out, Field.APPROVAL, resolved.approval());
            case Fact.MessageRelayed relayed -> MessageCodec.encode(out, Field.MESSAGE, relayed.message());
            case Fact.MetricReported reported -> MetricCodec.encode(out, Field.METRIC, reported.metric());
        }
        PositionCodec.encode(out, Field.POSITION, fact.position());
    }

    static Event decode(ObjectReader in, long sequence, long timestampMillis) {
        in.begin();
        EventType type = in.type(TYPES);
        Members members = new Members();
        while (in.next()) {
            members.read(in);
        }
        return new Event(sequence, timestampMillis, members.cause, members.fact(type, in));
    }

    /** The members of all types of event; each type uses a few. */
    private static final class Members {
        private Cause cause = Cause.NONE;
        private OutputPosition position = OutputPosition.NONE;
        private @Nullable Agent agent;
        private @Nullable Command command;
        private @Nullable Task task;
        private @Nullable Approval approval;
        private @Nullable RelayedMessage message;
        private @Nullable Metric metric;
        private @Nullable String version;
        private @Nullable Settings settings;
        private String reason = "";
        private @Nullable String commandId;
        private @Nullable String agentId;
        private @Nullable ProgressKind kind;
        private Body content = Body.none();

        void read(ObjectReader in) {
            switch (in.field()) {
                case CAUSE -> cause = CauseCodec.decode(in);
                case POSITION -> position = PositionCodec.decode(in);
                case AGENT -> agent = AgentCodec.decode(in);
                case COMMAND -> command = CommandCodec.decode(in);
                case TASK -> task = TaskCodec.decode(in);
                case APPROVAL -> approval = ApprovalCodec.decode(in);
                case MESSAGE -> message = MessageCodec.decode(in);
                case METRIC -> metric = MetricCodec.decode(in);
                case VERSION -> version = in.text();
                case SETTINGS -> settings = SettingsCodec.decode(in);
                case REASON -> reason = in.text();
                case COMMAND_ID -> commandId = in.text();
                case AGENT_ID -> agentId = in.text();
                case KIND -> kind = in.name(PROGRESS_KINDS);
                case CONTENT -> content = BodyCodec.decode(in);
                default -> in.skip();
            }
        }

        Fact fact(EventType type, ObjectReader in) {
            return switch (type) {
                case SERVER_STARTED ->
                    new Fact.ServerStarted(in.require(Field.VERSION, version), in.require(Field.SETTINGS, settings));
                case AGENT_CREATED -> new Fact.AgentCreated(agent(in));
                case AGENT_LAUNCHED -> new Fact.AgentLaunched(agent(in), position);
                case AGENT_CHANGED -> new Fact.AgentChanged(agent(in), position);
                case AGENT_RESTARTING -> new Fact.AgentRestarting(agent(in), position);
                case AGENT_FAILED -> new Fact.AgentFailed(agent(in), position);
                case AGENT_STOPPING -> new Fact.AgentStopping(agent(in), reason);
                case AGENT_STOPPED -> new Fact.AgentStopped(agent(in), position);
                case COMMAND_QUEUED -> new Fact.CommandQueued(command(in));
                case COMMAND_STARTED -> new Fact.CommandStarted(command(in));
                case COMMAND_DELIVERED -> new Fact.CommandDelivered(command(in), position);
                case COMMAND_PROGRESSED ->
                    new Fact.CommandProgressed(
                            in.require(Field.COMMAND_ID, commandId),
                            in.require(Field.AGENT_ID, agentId),
                            in.require(Field.KIND, kind),
                            content,
                            position);
                case COMMAND_CHANGED -> new Fact.CommandChanged(command(in), position);
                case COMMAND_CANCELLING -> new Fact.CommandCancelling(command(in));
                case COMMAND_REQUEUED -> new Fact.CommandRequeued(command(in));
                case COMMAND_ENDED -> new Fact.CommandEnded(command(in), position);
                case TASK_ASSIGNED -> new Fact.TaskAssigned(task(in));
                case TASK_CHANGED -> new Fact.TaskChanged(task(in));
                case TASK_CANCELLING -> new Fact.TaskCancelling(task(in));
                case TASK_ENDED -> new Fact.TaskEnded(task(in));
                case APPROVAL_REQUESTED -> new Fact.ApprovalRequested(approval(in), position);
                case APPROVAL_RESOLVED -> new Fact.ApprovalResolved(approval(in), position);
                case MESSAGE_RELAYED -> new Fact.MessageRelayed(in.require(Field.MESSAGE, message));
                case METRIC_REPORTED -> new Fact.MetricReported(in.require(Field.METRIC, metric));
            };
        }

        private Agent agent(ObjectReader in) {
            return in.require(Field.AGENT, agent);
        }

        private Command command(ObjectReader in) {
            return in.require(Field.COMMAND, command);
        }

        private Task task(ObjectReader in) {
            return in.require(Field.TASK, task);
        }

        private Approval approval(ObjectReader in) {
            return in.require(Field.APPROVAL, approval);
        }
    }
}
