package io.agentbridge.agents.claude;

import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.engine.model.FailureClass;
import java.util.List;
import java.util.Locale;

/** Sorts the CLI's failures into classes: by the status of the call, by the name it gives them, at last by its words. */
final class ClaudeFailures {
    private ClaudeFailures() {}

    /** The class of the {@code error} of an assistant line; NONE if there is none, INTERNAL if it says nothing. */
    static FailureClass ofName(String name) {
        return switch (name) {
            case "" -> FailureClass.NONE;
            case "authentication_failed", "oauth_org_not_allowed" -> FailureClass.AUTHENTICATION;
            case "rate_limit" -> FailureClass.RATE_LIMIT;
            case "overloaded", "server_error" -> FailureClass.OVERLOADED;
            case "invalid_request", "model_not_found" -> FailureClass.INPUT;
            case "billing_error", "max_output_tokens" -> FailureClass.LIMIT;
            default -> FailureClass.INTERNAL;
        };
    }

    /** The class of a result that is no success; INTERNAL if it says nothing. */
    static FailureClass ofResult(JsonObject result) {
        return switch (result.text("subtype")) {
            case "error_max_turns", "error_max_budget_usd" -> FailureClass.LIMIT;
            default -> {
                long status = result.number("api_error_status");
                yield status > 0 ? ofStatus(status) : ofWords(describe(result));
            }
        };
    }

    /** What the result says, for people. */
    static String describe(JsonObject result) {
        if (!result.text("result").isEmpty()) {
            return result.text("result");
        }
        List<String> errors = result.texts("errors");
        return switch (result.text("subtype")) {
            case "error_max_turns" -> "The limit of turns was reached";
            case "error_max_budget_usd" -> "The limit of cost was reached";
            default -> errors.isEmpty() ? "The agent reported a failure without a reason" : String.join("; ", errors);
        };
    }

    private static FailureClass ofStatus(long status) {
        if (status == 401 || status == 403) {
            return FailureClass.AUTHENTICATION;
        }
        if (status == 429) {
            return FailureClass.RATE_LIMIT;
        }
        return status >= 500 ? FailureClass.OVERLOADED : FailureClass.INPUT;
    }

    private static FailureClass ofWords(String error) {
        String words = error.toLowerCase(Locale.ROOT);
        if (words.contains("not logged in") || words.contains("/login") || words.contains("api key")) {
            return FailureClass.AUTHENTICATION;
        }
        if (words.contains("prompt is too long")) {
            return FailureClass.INPUT;
        }
        if (words.contains("econn")
                || words.contains("connection")
                || words.contains("enotfound")
                || words.contains("timed out")
                || words.contains("network")) {
            return FailureClass.NETWORK;
        }
        return FailureClass.INTERNAL;
    }
}
