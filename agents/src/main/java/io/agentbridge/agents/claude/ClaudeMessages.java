package io.agentbridge.agents.claude;

import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import io.agentbridge.agents.json.JsonText;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.ProgressKind;
import io.agentbridge.engine.model.Usage;
import java.util.ArrayList;
import java.util.List;

/** Reads the CLI's lines. Members come in any order; unknown types and members are passed over. Thread-safe. */
final class ClaudeMessages {
    private static final ClaudeMessage OTHER = new ClaudeMessage.Other();

    private final JsonParser parser;

    ClaudeMessages(int maxLineBytes) {
        parser = new JsonParser(maxLineBytes);
    }

    /** What the line says. */
    ClaudeMessage decode(byte[] line) throws JsonFormatException {
        JsonObject message = parser.parse(line);
        return switch (message.text("type")) {
            case "stream_event" -> delta(message);
            case "assistant" -> assistant(message);
            case "user" -> toolResults(message.object("message"));
            case "command_lifecycle" -> new ClaudeMessage.Receipt(message.text("command_uuid"), message.text("state"));
            case "control_response" -> reply(message.object("response"));
            case "control_request" -> request(message.text("request_id"), message.object("request"));
            case "control_cancel_request" -> new ClaudeMessage.RequestWithdrawn(message.text("request_id"));
            case "result" -> turnEnded(message);
            case "system" -> message.text("subtype").equals("api_retry") ? retrying(message) : OTHER;
            default -> OTHER;
        };
    }

    private static ClaudeMessage delta(JsonObject message) {
        JsonObject event = message.object("event");
        if (!event.text("type").equals("content_block_delta")) {
            return OTHER;
        }
        JsonObject delta = event.object("delta");
        return switch (delta.text("type")) {
            case "text_delta" -> new ClaudeMessage.Delta(ProgressKind.TEXT, delta.text("text"));
            case "thinking_delta" -> new ClaudeMessage.Delta(ProgressKind.THINKING, delta.text("thinking"));
            default -> OTHER;
        };
    }

    private static ClaudeMessage assistant(JsonObject message) {
        FailureClass failure = ClaudeFailures.ofName(message.text("error"));
        List<ClaudeMessage.Piece> pieces = new ArrayList<>();
        for (JsonObject block : message.object("message").objects("content")) {
            switch (block.text("type")) {
                case "text" -> pieces.add(new ClaudeMessage.Piece(ProgressKind.TEXT, block.text("text"), ""));
                case "thinking" ->
                    pieces.add(new ClaudeMessage.Piece(ProgressKind.THINKING, block.text("thinking"), ""));
                case "tool_use" ->
                    pieces.add(new ClaudeMessage.Piece(ProgressKind.TOOL_USE, toolUse(block), block.text("id")));
                default -> {}
            }
        }
        return new ClaudeMessage.Pieces(pieces, failure);
    }

    private static String toolUse(JsonObject block) {
        return new JsonText()
                .open()
                .member("id", block.text("id"))
                .member("name", block.text("name"))
                .member("input", block.object("input"))
                .close()
                .toString();
    }

    private static ClaudeMessage toolResults(JsonObject message) {
        List<ClaudeMessage.Piece> pieces = new ArrayList<>();
        for (JsonObject block : message.objects("content")) {
            if (block.text("type").equals("tool_result")) {
                String id = block.text("tool_use_id");
                String content = new JsonText()
                        .open()
                        .member("tool_use_id", id)
                        .member("content", block.raw("content"))
                        .member("is_error", block.isTrue("is_error"))
                        .close()
                        .toString();
                pieces.add(new ClaudeMessage.Piece(ProgressKind.TOOL_RESULT, content, id));
            }
        }
        return pieces.isEmpty() ? OTHER : new ClaudeMessage.Pieces(pieces, FailureClass.NONE);
    }

    private static ClaudeMessage reply(JsonObject response) {
        String error = "";
        if (!response.text("subtype").equals("success")) {
            error = response.text("error");
            error = error.isEmpty() ? "refused without a reason" : error;
        }
        return new ClaudeMessage.Reply(response.text("request_id"), error, response.object("response"));
    }

    private static ClaudeMessage request(String requestId, JsonObject request) {
        String subtype = request.text("subtype");
        if (!subtype.equals("can_use_tool")) {
            return new ClaudeMessage.UnknownRequest(requestId, subtype);
        }
        return new ClaudeMessage.PermissionRequest(
                requestId,
                request.text("tool_name"),
                request.text("tool_use_id"),
                JsonText.of(request.object("input")),
                request.text("description"),
                request.objects("permission_suggestions"));
    }

    private static ClaudeMessage retrying(JsonObject message) {
        String cause = message.text("error");
        return new ClaudeMessage.Retrying("The call of the model failed"
                + (cause.isEmpty() ? "" : " (" + cause + ")")
                + "; attempt " + message.number("attempt") + " of " + message.number("max_retries") + " follows in "
                + message.number("retry_delay_ms") + " ms");
    }

    private static ClaudeMessage turnEnded(JsonObject message) {
        boolean succeeded = message.text("subtype").equals("success") && !message.isTrue("is_error");
        boolean interrupted = message.text("terminal_reason").startsWith("aborted");
        String result = message.text("result");
        JsonObject usage = message.object("usage");
        return new ClaudeMessage.TurnEnded(
                message.texts("user_message_uuids"),
                interrupted && !succeeded,
                result,
                succeeded ? FailureClass.NONE : ClaudeFailures.ofResult(message),
                succeeded ? "" : ClaudeFailures.describe(message),
                message.scaled("total_cost_usd", 6),
                new Usage(
                        usage.number("input_tokens"),
                        usage.number("output_tokens"),
                        usage.number("cache_read_input_tokens"),
                        usage.number("cache_creation_input_tokens"),
                        0));
    }
}
