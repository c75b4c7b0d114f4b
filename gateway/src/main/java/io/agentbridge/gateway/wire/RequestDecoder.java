package io.agentbridge.gateway.wire;

import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.ApprovalDecision;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Metric;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.StopMode;
import io.agentbridge.gateway.json.JsonKind;
import io.agentbridge.gateway.json.JsonObject;
import io.agentbridge.gateway.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Makes requests for the engine of payloads. For one thread. */
final class RequestDecoder {
    private static final EnumNames<AgentType> AGENT_TYPES = new EnumNames<>(AgentType.values());
    private static final EnumNames<StopMode> STOP_MODES = new EnumNames<>(StopMode.values());
    private static final EnumNames<ApprovalDecision> DECISIONS = new EnumNames<>(
            new ApprovalDecision[] {ApprovalDecision.ALLOW, ApprovalDecision.ALLOW_SESSION, ApprovalDecision.DENY});
    private static final String DEFAULT_MODEL = "sonnet";
    private static final int MAX_PATH_CHARS = 4_096;
    private static final long MAX_TIMEOUT_MILLIS = 30L * 24 * 3_600_000;
    private static final int MAX_ATTEMPTS = 100;
    /** The keys of a task that the server reads or writes itself. */
    private static final Set<String> TASK_KEYS = Set.of(
            "id",
            "title",
            "description",
            "assigned_agent",
            "status",
            "created_at",
            "started_at",
            "completed_at",
            "progress",
            "result",
            "error",
            "metadata",
            "priority",
            "depends_on",
            "required_capabilities",
            "timeout_ms",
            "retry",
            "attempts",
            "blocked_reason",
            "command_id",
            "requested_agent",
            "truncated");

    private final BackendChoice backends;
    private final BodyStore bodies;
    private final WireLimits limits;
    private final Members inner = new Members();
    private final JsonOutput output = new JsonOutput();

    RequestDecoder(BackendChoice backends, BodyStore bodies, WireLimits limits) {
        this.backends = backends;
        this.bodies = bodies;
        this.limits = limits;
    }

    Request createAgent(Cause cause, Members payload) throws InvalidMessageException {
        return createAgent(cause, payload, "agent_type", payload.string("name", limits.maxNameChars(), ""));
    }

    /** The older dialects: the type is the {@code role}, and the id that the client wishes for serves as a name. */
    Request createAgentByRole(Cause cause, Members data) throws InvalidMessageException {
        String name = data.string("name", limits.maxNameChars(), "");
        if (name.isEmpty()) {
            name = data.string("agent_id", limits.maxIdChars(), "");
        }
        return createAgent(cause, data, data.has("role") ? "role" : "agent_type", name);
    }

    private Request createAgent(Cause cause, Members payload, String typeKey, String name)
            throws InvalidMessageException {
        AgentType type = payload.constant(typeKey, AGENT_TYPES, AgentType.WORKER);
        String backend = payload.string("backend", limits.maxNameChars(), backends.defaultName());
        if (!backends.names().contains(backend)) {
            throw new InvalidMessageException("payload.backend \"" + backend + "\" is not configured; there is "
                    + String.join(", ", backends.names()));
        }
        return new Request.CreateAgent(
                cause,
                type,
                name,
                backend,
                payload.string("model", limits.maxNameChars(), DEFAULT_MODEL),
                payload.strings("capabilities", limits.maxListItems(), limits.maxNameChars()),
                options(payload));
    }

    private AgentOptions options(Members payload) throws InvalidMessageException {
        int maxTurns = 0;
        long maxCostMicros = 0;
        long timeoutMillis = 0;
        if (payload.readObject("limits", inner)) {
            maxTurns = (int) inner.wholeNumber("max_turns", 0, 1_000_000, 0);
            maxCostMicros = inner.millionths("max_cost_usd");
            timeoutMillis = inner.wholeNumber("timeout_ms", 0, MAX_TIMEOUT_MILLIS, 0);
        }
        return new AgentOptions(
                payload.string("permission_mode", limits.maxNameChars(), ""),
                payload.string("workspace", MAX_PATH_CHARS, ""),
                keep(payload.string("append_system_prompt", Integer.MAX_VALUE, "")),
                maxTurns,
                maxCostMicros,
                timeoutMillis,
                keep(payload.objectText("metadata")));
    }

    Request stopAgent(Cause cause, Members payload) throws InvalidMessageException {
        return new Request.StopAgent(
                cause,
                payload.required("agent_id", limits.maxIdChars()),
                payload.constant("mode", STOP_MODES, StopMode.GRACEFUL),
                payload.string("reason", limits.maxNameChars(), ""));
    }

    Request executeCommand(Cause cause, Members payload) throws InvalidMessageException {
        return new Request.ExecuteCommand(
                cause,
                payload.required("agent_id", limits.maxIdChars()),
                keep(payload.required("command", Integer.MAX_VALUE)),
                keep(payload.objectText("parameters")),
                payload.wholeNumber("timeout_ms", 0, MAX_TIMEOUT_MILLIS, 0));
    }

    Request cancelCommand(Cause cause, Members payload) throws InvalidMessageException {
        return new Request.CancelCommand(cause, payload.required("command_id", limits.maxIdChars()));
    }

    Request assignTask(Cause cause, Members payload) throws InvalidMessageException {
        String agentId = payload.string("agent_id", limits.maxIdChars(), "");
        if (!payload.readObject("task", inner)) {
            throw new InvalidMessageException("payload.task is missing");
        }
        Retry retry = Retry.NONE;
        Body extra = keep(extraKeys(inner));
        String id = inner.string("id", limits.maxIdChars(), "");
        String title = inner.string("title", limits.maxNameChars(), "Untitled Task");
        Body description = keep(inner.string("description", Integer.MAX_VALUE, ""));
        Body metadata = keep(inner.objectText("metadata"));
        int priority = (int) inner.wholeNumber("priority", Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
        var dependsOn = inner.strings("depends_on", limits.maxListItems(), limits.maxIdChars());
        var capabilities = inner.strings("required_capabilities", limits.maxListItems(), limits.maxNameChars());
        long timeoutMillis = inner.wholeNumber("timeout_ms", 0, MAX_TIMEOUT_MILLIS, 0);
        if (inner.readObject("retry", inner)) {
            retry = new Retry(
                    (int) inner.wholeNumber("max_attempts", 1, MAX_ATTEMPTS, 1),
                    inner.wholeNumber("backoff_ms", 0, MAX_TIMEOUT_MILLIS, 0));
        }
        return new Request.AssignTask(
                cause,
                id,
                agentId,
                title,
                description,
                metadata,
                extra,
                priority,
                dependsOn,
                capabilities,
                timeoutMillis,
                retry);
    }

    private String extraKeys(Members task) {
        JsonObject object = task.object();
        output.clear();
        output.beginObject();
        int empty = output.size();
        for (int member = 0; member < object.size(); member++) {
            String name = object.name(member);
            if (!TASK_KEYS.contains(name)) {
                output.name(name);
                output.json(task.compact(member));
            }
        }
        if (output.size() == empty) {
            return "";
        }
        output.endObject();
        return new String(output.toByteArray(), StandardCharsets.UTF_8);
    }

    Request cancelTask(Cause cause, Members payload) throws InvalidMessageException {
        return new Request.CancelTask(cause, payload.required("task_id", limits.maxIdChars()));
    }

    Request relayMessage(Cause cause, MessageKind kind, Members payload) throws InvalidMessageException {
        return new Request.RelayMessage(
                cause,
                kind,
                payload.required("from_agent", limits.maxIdChars()),
                payload.required("to_agent", limits.maxIdChars()),
                keep(payload.requiredText("content")),
                payload.string("message_type", limits.maxNameChars(), "communication"),
                keep(payload.objectText("metadata")),
                keep(details(kind, payload)));
    }

    /** The keys that only this kind of message has, as an object. */
    private String details(MessageKind kind, Members payload) throws InvalidMessageException {
        output.clear();
        output.beginObject();
        int empty = output.size();
        switch (kind) {
            case MESSAGE -> {
                // Has none.
            }
            case COORDINATION -> {
                detail(payload, "phase");
                if (payload.isBooleanOrAbsent("requires_response")) {
                    output.name("requires_response");
                    output.json(payload.valueText("requires_response"));
                }
                detail(payload, "task_id");
            }
            case HANDOFF -> {
                detail(payload, "task_id");
                detail(payload, "reason");
                if (payload.has("context")) {
                    output.name("context");
                    output.json(payload.valueText("context"));
                }
                String stage = payload.required("stage", limits.maxNameChars());
                if (!stage.equals("initiate") && !stage.equals("complete")) {
                    throw new InvalidMessageException("payload.stage must be one of initiate, complete");
                }
                detail(payload, "stage");
            }
        }
        if (output.size() == empty) {
            return "";
        }
        output.endObject();
        return new String(output.toByteArray(), StandardCharsets.UTF_8);
    }

    private void detail(Members payload, String name) throws InvalidMessageException {
        if (payload.has(name)) {
            output.name(name);
            output.value(payload.string(name, Integer.MAX_VALUE, ""));
        }
    }

    Request respondApproval(Cause cause, Members payload) throws InvalidMessageException {
        String approvalId = payload.required("approval_id", limits.maxIdChars());
        ApprovalDecision decision = payload.requiredConstant("decision", DECISIONS);
        if (payload.has("updated_input") && !payload.is("updated_input", JsonKind.OBJECT)) {
            throw new InvalidMessageException("payload.updated_input must be an object");
        }
        return new Request.RespondApproval(
                cause,
                approvalId,
                decision,
                keep(payload.string("message", Integer.MAX_VALUE, "")),
                keep(payload.valueText("updated_input")));
    }

    Request reportMetric(Cause cause, Members payload) throws InvalidMessageException {
        return new Request.ReportMetric(
                cause,
                new Metric(
                        payload.required("metric_name", limits.maxNameChars()),
                        payload.requiredNumber("metric_value"),
                        payload.string("agent_id", limits.maxIdChars(), ""),
                        keep(payload.objectText("metadata"))));
    }

    /** Lets go of the message that was read last. */
    void clear() {
        inner.clear();
    }

    private Body keep(String text) {
        return text.isEmpty() ? Body.none() : bodies.keep(text);
    }
}
