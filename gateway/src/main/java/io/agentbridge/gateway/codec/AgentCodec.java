package io.agentbridge.gateway.codec;

import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentMetrics;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.engine.model.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent, as an object. */
final class AgentCodec {
    static final EnumNames<AgentType> TYPES = EnumNames.of(AgentType.values());
    static final EnumNames<AgentStatus> STATUSES = EnumNames.of(AgentStatus.values());
    static final EnumNames<StopMode> STOP_MODES = EnumNames.of(StopMode.values());

    private AgentCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, String member, Agent agent) {
        out.member(member);
        encode(out, agent);
    }

    static void encode(ObjectWriter out, Agent agent) {
        out.begin();
        out.text("id", agent.id());
        out.name("type", TYPES, agent.type());
        out.text("name", agent.name());
        out.text("backend", agent.backend());
        out.optionalText("model", agent.model());
        out.optionalTexts("capabilities", agent.capabilities());
        AgentOptionsCodec.encode(out, "options", agent.options());
        out.name("status", STATUSES, agent.status());
        out.optionalNumber("created_at_millis", agent.createdAtMillis());
        out.optionalNumber("last_activity_millis", agent.lastActivityMillis());
        out.optionalText("current_command", agent.currentCommand());
        out.optionalText("current_task", agent.currentTask());
        out.optionalNumber("queue_length", agent.queueLength());
        out.optionalNumber("incarnation", agent.incarnation());
        out.optionalNumber("restarts", agent.restarts());
        out.optionalText("session_id", agent.sessionId());
        out.optionalText("backend_version", agent.backendVersion());
        ProcessCodec.encode(out, "process", agent.process());
        out.optionalName("stop_mode", STOP_MODES, agent.stopMode(), StopMode.GRACEFUL);
        AgentMetricsCodec.encode(out, "metrics", agent.metrics());
        UsageCodec.encode(out, "usage", agent.usage());
        out.optionalText("error", agent.error());
        CauseCodec.encode(out, "cause", agent.cause());
        out.end();
    }

    static Agent decode(ObjectReader in) throws IOException {
        @Nullable String id = null;
        @Nullable AgentType type = null;
        @Nullable String name = null;
        @Nullable String backend = null;
        String model = "";
        List<String> capabilities = List.of();
        AgentOptions options = AgentOptions.DEFAULT;
        @Nullable AgentStatus status = null;
        long createdAtMillis = 0;
        long lastActivityMillis = 0;
        String currentCommand = "";
        String currentTask = "";
        int queueLength = 0;
        int incarnation = 0;
        int restarts = 0;
        String sessionId = "";
        String backendVersion = "";
        ProcessIdentity process = ProcessIdentity.NONE;
        StopMode stopMode = StopMode.GRACEFUL;
        AgentMetrics metrics = AgentMetrics.NONE;
        Usage usage = Usage.NONE;
        String error = "";
        Cause cause = Cause.NONE;
        in.begin();
        while (in.next()) {
            switch (in.name()) {
                case "id" -> id = in.text();
                case "type" -> type = in.name(TYPES);
                case "name" -> name = in.text();
                case "backend" -> backend = in.text();
                case "model" -> model = in.text();
                case "capabilities" -> capabilities = in.texts();
                case "options" -> options = AgentOptionsCodec.decode(in);
                case "status" -> status = in.name(STATUSES);
                case "created_at_millis" -> createdAtMillis = in.number();
                case "last_activity_millis" -> lastActivityMillis = in.number();
                case "current_command" -> currentCommand = in.text();
                case "current_task" -> currentTask = in.text();
                case "queue_length" -> queueLength = in.integer();
                case "incarnation" -> incarnation = in.integer();
                case "restarts" -> restarts = in.integer();
                case "session_id" -> sessionId = in.text();
                case "backend_version" -> backendVersion = in.text();
                case "process" -> process = ProcessCodec.decode(in);
                case "stop_mode" -> stopMode = in.name(STOP_MODES);
                case "metrics" -> metrics = AgentMetricsCodec.decode(in);
                case "usage" -> usage = UsageCodec.decode(in);
                case "error" -> error = in.text();
                case "cause" -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Agent(
                in.require("id", id),
                in.require("type", type),
                in.require("name", name),
                in.require("backend", backend),
                model,
                capabilities,
                options,
                in.require("status", status),
                createdAtMillis,
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
                cause);
    }
}
