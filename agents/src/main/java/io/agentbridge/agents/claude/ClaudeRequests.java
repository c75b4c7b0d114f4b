package io.agentbridge.agents.claude;

import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import io.agentbridge.agents.json.JsonText;
import io.agentbridge.engine.model.ApprovalDecision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the lines for the CLI. Each is well-formed whatever the texts hold: the CLI exits on a line that is not JSON. */
final class ClaudeRequests {
    private static final JsonParser CHANGED_INPUT = new JsonParser(16 << 20);

    private ClaudeRequests() {}

    static String prompt(String promptId, String text) {
        return new JsonText()
                .open()
                .member("type", "user")
                .open("message")
                .member("role", "user")
                .member("content", text)
                .close()
                .member("parent_tool_use_id", null)
                .member("uuid", promptId)
                .close()
                .toString();
    }

    static String control(String requestId, String subtype) {
        return new JsonText()
                .open()
                .member("type", "control_request")
                .member("request_id", requestId)
                .open("request")
                .member("subtype", subtype)
                .close()
                .close()
                .toString();
    }

    /** Answers a permission request; {@code updatedInput} is a JSON object or empty. */
    static String answer(
            ClaudeMessage.PermissionRequest asked, ApprovalDecision decision, String message, String updatedInput) {
        return switch (decision) {
            case DENY, NONE -> deny(asked.requestId(), message);
            case ALLOW -> allow(asked, updatedInput, List.of());
            case ALLOW_SESSION -> allow(asked, updatedInput, rememberedRules(asked));
        };
    }

    static String deny(String requestId, String message) {
        return beginReply(requestId)
                .open("response")
                .member("behavior", "deny")
                .member("message", message.isEmpty() ? "Denied" : message)
                .close()
                .close()
                .close()
                .toString();
    }

    private static String allow(
            ClaudeMessage.PermissionRequest asked, String updatedInput, List<JsonObject> rememberedRules) {
        Optional<JsonObject> changed = Optional.empty();
        if (!updatedInput.isEmpty()) {
            try {
                changed = Optional.of(CHANGED_INPUT.parse(updatedInput.getBytes(StandardCharsets.UTF_8)));
            } catch (JsonFormatException e) {
                // To run it with the input that somebody wanted changed would be worse than not to run it.
                return deny(asked.requestId(), "The changed input was no JSON object");
            }
        }
        JsonText answer = beginReply(asked.requestId()).open("response").member("behavior", "allow");
        changed.ifPresent(input -> answer.member("updatedInput", input));
        if (!rememberedRules.isEmpty()) {
            answer.member("updatedPermissions", rememberedRules);
        }
        return answer.close().close().close().toString();
    }

    /** What the CLI suggests to remember, for this session only; without a suggestion, the tool as such. */
    private static List<JsonObject> rememberedRules(ClaudeMessage.PermissionRequest asked) {
        List<JsonObject> rules = asked.suggestions().stream()
                .filter(suggestion -> !suggestion.text("type").equals("setMode"))
                .map(suggestion -> suggestion.with("destination", "session"))
                .toList();
        if (!rules.isEmpty()) {
            return rules;
        }
        return List.of(JsonObject.EMPTY
                .with("type", "addRules")
                .with("rules", List.of(Map.of("toolName", asked.toolName())))
                .with("behavior", "allow")
                .with("destination", "session"));
    }

    /** A JSON list. */
    static String list(List<JsonObject> objects) {
        return JsonText.of(objects);
    }

    static String refuse(String requestId, String error) {
        return new JsonText()
                .open()
                .member("type", "control_response")
                .open("response")
                .member("subtype", "error")
                .member("request_id", requestId)
                .member("error", error)
                .close()
                .close()
                .toString();
    }

    private static JsonText beginReply(String requestId) {
        return new JsonText()
                .open()
                .member("type", "control_response")
                .open("response")
                .member("subtype", "success")
                .member("request_id", requestId);
    }
}
