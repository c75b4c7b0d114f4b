package io.agentbridge.agents.claude;

import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
import java.util.List;

/** What a line of the CLI's output says, as far as it matters here. */
sealed interface ClaudeMessage {
    /** It matters not, or is not known: the protocol grows. */
    record Other() implements ClaudeMessage {}

    /** It answers a control request of ours; {@code error} is empty on success. */
    record Reply(String requestId, String error, JsonObject response) implements ClaudeMessage {}

    /** What became of a prompt of ours: queued, started, completed, cancelled. */
    record Receipt(String promptId, String state) implements ClaudeMessage {}

    /** A piece of text as it comes. */
    record Delta(ProgressKind kind, String text) implements ClaudeMessage {}

    /** Complete pieces; {@code failure} if the CLI made them up to tell of a failed call of the model. */
    record Pieces(List<Piece> pieces, FailureClass failure) implements ClaudeMessage {}

    /** A complete piece; {@code toolUseId} for tools. */
    record Piece(ProgressKind kind, String content, String toolUseId) {}

    /** It asks to use a tool. */
    record PermissionRequest(
            String requestId,
            String toolName,
            String toolUseId,
            String input,
            String description,
            List<JsonObject> suggestions)
            implements ClaudeMessage {}

    /** It asks for something that is not offered here. */
    record UnknownRequest(String requestId, String subtype) implements ClaudeMessage {}

    /** It takes a request back. */
    record RequestWithdrawn(String requestId) implements ClaudeMessage {}

    /** It tries a failed call of the model again. */
    record Retrying(String status) implements ClaudeMessage {}

    /**
     * A turn ended.
     *
     * @param promptIds the prompts that it answers
     * @param interrupted whether it was cut short
     * @param failure NONE if it succeeded; INTERNAL if it tells no class
     * @param totalCostMicros of the process so far
     * @param usage of this turn, without money
     */
    record TurnEnded(
            List<String> promptIds,
            boolean interrupted,
            String result,
            FailureClass failure,
            String error,
            long totalCostMicros,
            Usage usage)
            implements ClaudeMessage {}
}
