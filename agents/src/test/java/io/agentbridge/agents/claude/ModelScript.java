package io.agentbridge.agents.claude;

import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the model of a conversation says next. A prompt's line {@code @model {"steps":[…]}} scripts it; the step to play is told
 * by how many of the model's messages follow that prompt, so that no conversation has state here. Without a script the prompt
 * comes back.
 *
 * <p>Steps: {@code text} (repeated {@code repeat} times), {@code thinking}, {@code tool} with {@code input}, {@code delay_ms}
 * before each delta, {@code status} (an HTTP error, {@code times} times, for ever by default; with
 * {@code retry_after} in seconds), {@code stall} (silence after a
 * few deltas), {@code reset} (the connection breaks there).
 */
final class ModelScript {
    private static final String DIRECTIVE = "@model ";
    private static final JsonParser PARSER = new JsonParser(32 << 20);

    private final Map<String, AtomicInteger> played = new ConcurrentHashMap<>();

    /** The step for a request of the Messages API. */
    JsonObject next(JsonObject request) throws JsonFormatException {
        List<JsonObject> messages = request.objects("messages");
        int answers = 0;
        Optional<String> prompt = Optional.empty();
        for (int i = messages.size() - 1; i >= 0 && prompt.isEmpty(); i--) {
            if (messages.get(i).text("role").equals("assistant")) {
                answers++;
            } else if (messages.get(i).text("role").equals("user")) {
                prompt = promptOf(messages.get(i));
            }
        }
        String text = prompt.orElse("");
        int directive = text.lastIndexOf(DIRECTIVE);
        if (directive < 0) {
            return JsonObject.EMPTY.with("text", "echo: " + text);
        }
        String json = text.substring(directive + DIRECTIVE.length())
                .lines()
                .findFirst()
                .orElse("");
        JsonObject script = PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
        return step(script.objects("steps"), answers, json);
    }

    private JsonObject step(List<JsonObject> steps, int answers, String key) {
        int left = answers;
        for (int i = 0; i < steps.size(); i++) {
            JsonObject step = steps.get(i);
            boolean fault = step.has("status") || step.has("stall") || step.has("reset");
            if (!fault) {
                if (left-- == 0) {
                    return step;
                }
            } else if (left == 0) {
                int times = played.computeIfAbsent(key + i, _ -> new AtomicInteger())
                        .getAndIncrement();
                if (!step.has("times") || times < step.number("times")) {
                    return step;
                }
            }
        }
        return JsonObject.EMPTY.with("text", "end of script");
    }

    /** The last text of a message that the CLI did not add by itself. */
    private static Optional<String> promptOf(JsonObject message) {
        if (message.isText("content")) {
            return Optional.of(message.text("content"));
        }
        return message.objects("content").reversed().stream()
                .filter(block -> block.text("type").equals("text"))
                .map(block -> block.text("text"))
                .filter(text -> !text.stripLeading().startsWith("<system-reminder")
                        && !text.stripLeading().startsWith("[Request interrupted"))
                .findFirst();
    }
}
