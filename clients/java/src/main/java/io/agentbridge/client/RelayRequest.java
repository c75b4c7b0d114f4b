package io.agentbridge.client;

import io.agentbridge.client.json.JsonObject;
import io.agentbridge.client.model.HandoffStage;
import java.util.Map;

/** What one agent tells another: a message, a coordination or a hand-over, by the call that it is given to. Immutable. */
public final class RelayRequest {
    private final JsonObject payload;

    private RelayRequest(JsonObject payload) {
        this.payload = payload;
    }

    /** That text from one agent to another. */
    public static RelayRequest of(String fromAgent, String toAgent, String content) {
        return new RelayRequest(JsonObject.EMPTY
                .with("from_agent", fromAgent)
                .with("to_agent", toAgent)
                .with("content", content));
    }

    /** What you note about it. */
    public RelayRequest metadata(Map<String, ?> metadata) {
        return with("metadata", metadata);
    }

    /** The task that it is about; of a coordination or a hand-over. */
    public RelayRequest taskId(String taskId) {
        return with("task_id", taskId);
    }

    /** The phase of a coordination. */
    public RelayRequest phase(String phase) {
        return with("phase", phase);
    }

    /** Whether a coordination wants an answer. */
    public RelayRequest requiresResponse(boolean required) {
        return with("requires_response", required);
    }

    /** How far a hand-over is; it begins, where nothing is said. */
    public RelayRequest stage(HandoffStage stage) {
        return with("stage", stage.word());
    }

    /** Why something is handed over. */
    public RelayRequest reason(String reason) {
        return with("reason", reason);
    }

    /** What the other needs to know to go on, any JSON value. */
    public RelayRequest context(Object context) {
        return with("context", context);
    }

    private RelayRequest with(String name, Object value) {
        return new RelayRequest(payload.with(name, value));
    }

    JsonObject payload() {
        return payload;
    }
}
