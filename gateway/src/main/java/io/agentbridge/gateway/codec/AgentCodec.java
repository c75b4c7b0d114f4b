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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent, as an object. */
final class AgentCodec {
    static final EnumCodes<AgentType> TYPES = EnumCodes.of(AgentType.values());
    static final EnumCodes<AgentStatus> STATUSES = EnumCodes.of(AgentStatus.values());
    static final EnumCodes<StopMode> STOP_MODES = EnumCodes.of(StopMode.values());

    private AgentCodec() {}

    /** Writes it as a member. */
    static void encode(ObjectWriter out, Field field, Agent agent) {
        out.begin(field);
        members(out, agent);
        out.end();
    }

    /** Writes the members of an object that the caller has begun. */
    static void members(ObjectWriter out, Agent agent) {
        out.text(Field.ID, agent.id());
        out.name(Field.TYPE, TYPES, agent.type());
        out.text(Field.NAME, agent.name());
        out.text(Field.BACKEND, agent.backend());
        out.optionalText(Field.MODEL, agent.model());
        out.optionalTexts(Field.CAPABILITIES, agent.capabilities());
        AgentOptionsCodec.encode(out, Field.OPTIONS, agent.options());
        out.name(Field.STATUS, STATUSES, agent.status());
        out.optionalNumber(Field.CREATED_AT_MILLIS, agent.createdAtMillis());
        out.optionalNumber(Field.LAST_ACTIVITY_MILLIS, agent.lastActivityMillis());
        out.optionalText(Field.CURRENT_COMMAND, agent.currentCommand());
        out.optionalText(Field.CURRENT_TASK, agent.currentTask());
        out.optionalNumber(Field.QUEUE_LENGTH, agent.queueLength());
        out.optionalNumber(Field.INCARNATION, agent.incarnation());
        out.optionalNumber(Field.RESTARTS, agent.restarts());
        out.optionalText(Field.SESSION_ID, agent.sessionId());
        out.optionalText(Field.BACKEND_VERSION, agent.backendVersion());
        ProcessCodec.encode(out, Field.PROCESS, agent.process());
        out.optionalName(Field.STOP_MODE, STOP_MODES, agent.stopMode(), StopMode.GRACEFUL);
        AgentMetricsCodec.encode(out, Field.METRICS, agent.metrics());
        UsageCodec.encode(out, Field.USAGE, agent.usage());
        out.optionalText(Field.ERROR, agent.error());
        CauseCodec.encode(out, Field.CAUSE, agent.cause());
    }

    static Agent decode(ObjectReader in) {
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
            switch (in.field()) {
                case ID -> id = in.text();
                case TYPE -> type = in.name(TYPES);
                case NAME -> name = in.text();
                case BACKEND -> backend = in.text();
                case MODEL -> model = in.text();
                case CAPABILITIES -> capabilities = in.texts();
                case OPTIONS -> options = AgentOptionsCodec.decode(in);
                case STATUS -> status = in.name(STATUSES);
                case CREATED_AT_MILLIS -> createdAtMillis = in.number();
                case LAST_ACTIVITY_MILLIS -> lastActivityMillis = in.number();
                case CURRENT_COMMAND -> currentCommand = in.text();
                case CURRENT_TASK -> currentTask = in.text();
                case QUEUE_LENGTH -> queueLength = in.integer();
                case INCARNATION -> incarnation = in.integer();
                case RESTARTS -> restarts = in.integer();
                case SESSION_ID -> sessionId = in.text();
                case BACKEND_VERSION -> backendVersion = in.text();
                case PROCESS -> process = ProcessCodec.decode(in);
                case STOP_MODE -> stopMode = in.name(STOP_MODES);
                case METRICS -> metrics = AgentMetricsCodec.decode(in);
                case USAGE -> usage = UsageCodec.decode(in);
                case ERROR -> error = in.text();
                case CAUSE -> cause = CauseCodec.decode(in);
                default -> in.skip();
            }
        }
        return new Agent(
                in.require(Field.ID, id),
                in.require(Field.TYPE, type),
                in.require(Field.NAME, name),
                in.require(Field.BACKEND, backend),
                model,
                capabilities,
                options,
                in.require(Field.STATUS, status),
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
