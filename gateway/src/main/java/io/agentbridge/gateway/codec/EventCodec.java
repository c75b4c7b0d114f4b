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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An event, as an object: its type, the request that it answers, and the after-image of what it changes. */
final class EventCodec {
    static final EnumNames<EventType> TYPES = EnumNames.of(EventType.values());
    static final EnumNames<ProgressKind> PROGRESS_KINDS = EnumNames.of(ProgressKind.values());

    private EventCodec() {}

    static void encode(ObjectWriter out, Event event) {
        out.begin();
        members(out, event);
        out.end();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Event event) {
        Fact fact = event.fact();
        out.name("type", TYPES, EventType.of(fact));
        CauseCodec.encode(out, "cause", event.cause());
        switch (fact) {
            case Fact.ServerStarted started -> {
                out.text("version", started.version());
                SettingsCodec.encode(out, "settings", started.settings());
            }
            case Fact.AgentCreated created -> AgentCodec.encode(out, "agent", created.agent());
            case Fact.AgentLaunched launched -> AgentCodec.encode(out, "agent", launched.agent());
            case Fact.AgentChanged changed -> AgentCodec.encode(out, "agent", changed.agent());
            case Fact.AgentRestarting restarting -> AgentCodec.encode(out, "agent", restarting.agent());
            case Fact.AgentFailed failed -> AgentCodec.encode(out, "agent", failed.agent());
            case Fact.AgentStopping stopping -> {
                AgentCodec.encode(out, "agent", stopping.agent());
                out.optionalText("reason", stopping.reason());
            }
            case Fact.AgentStopped stopped -> AgentCodec.encode(out, "agent", stopped.agent());
            case Fact.CommandQueued queued -> CommandCodec.encode(out, "command", queued.command());
            case Fact.CommandStarted started -> CommandCodec.encode(out, "command", started.command());
            case Fact.CommandDelivered delivered -> CommandCodec.encode(out, "command", delivered.command());
            case Fact.CommandProgressed progressed -> {
                out.text("command_id", progressed.commandId());
                out.text("agent_id", progressed.agentId());
                out.name("kind", PROGRESS_KINDS, progressed.kind());
                BodyCodec.encode(out, "content", progressed.content());
            }
            case Fact.CommandChanged changed -> CommandCodec.encode(out, "command", changed.command());
            case Fact.CommandCancelling cancelling -> CommandCodec.encode(out, "command", cancelling.command());
            case Fact.CommandRequeued requeued -> CommandCodec.encode(out, "command", requeued.command());
            case Fact.CommandEnded ended -> CommandCodec.encode(out, "command", ended.command());
            case Fact.TaskAssigned assigned -> TaskCodec.encode(out, "task", assigned.task());
            case Fact.TaskChanged changed -> TaskCodec.encode(out, "task", changed.task());
            case Fact.TaskCancelling cancelling -> TaskCodec.encode(out, "task", cancelling.task());
            case Fact.TaskEnded ended -> TaskCodec.encode(out, "task", ended.task());
            case Fact.ApprovalRequested requested -> ApprovalCodec.encode(out, "approval", requested.approval());
            case Fact.ApprovalResolved resolved -> ApprovalCodec.encode(out, "approval", resolved.approval());
            case Fact.MessageRelayed relayed -> MessageCodec.encode(out, "message", relayed.message());
            case Fact.MetricReported reported -> MetricCodec.encode(out, "metric", reported.metric());
        }
        PositionCodec.encode(out, "position", fact.position());
    }

    static Event decode(ObjectReader in, long sequence, long timestampMillis) throws IOException {
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

        void read(ObjectReader in) throws IOException {
            switch (in.name()) {
                case "cause" -> cause = CauseCodec.decode(in);
                case "position" -> position = PositionCodec.decode(in);
                case "agent" -> agent = AgentCodec.decode(in);
                case "command" -> command = CommandCodec.decode(in);
                case "task" -> task = TaskCodec.decode(in);
                case "approval" -> approval = ApprovalCodec.decode(in);
                case "message" -> message = MessageCodec.decode(in);
                case "metric" -> metric = MetricCodec.decode(in);
                case "version" -> version = in.text();
                case "settings" -> settings = SettingsCodec.decode(in);
                case "reason" -> reason = in.text();
                case "command_id" -> commandId = in.text();
                case "agent_id" -> agentId = in.text();
                case "kind" -> kind = in.name(PROGRESS_KINDS);
                case "content" -> content = BodyCodec.decode(in);
                default -> in.skip();
            }
        }

        Fact fact(EventType type, ObjectReader in) {
            return switch (type) {
                case SERVER_STARTED ->
                    new Fact.ServerStarted(in.require("version", version), in.require("settings", settings));
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
                            in.require("command_id", commandId),
                            in.require("agent_id", agentId),
                            in.require("kind", kind),
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
                case MESSAGE_RELAYED -> new Fact.MessageRelayed(in.require("message", message));
                case METRIC_REPORTED -> new Fact.MetricReported(in.require("metric", metric));
            };
        }

        private Agent agent(ObjectReader in) {
            return in.require("agent", agent);
        }

        private Command command(ObjectReader in) {
            return in.require("command", command);
        }

        private Task task(ObjectReader in) {
            return in.require("task", task);
        }

        private Approval approval(ObjectReader in) {
            return in.require("approval", approval);
        }
    }
}
