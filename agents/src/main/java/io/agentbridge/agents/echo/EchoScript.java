package io.agentbridge.agents.echo;

import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import io.agentbridge.engine.model.FailureClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a prompt asks the echo to do: its first line is {@code @echo} and a JSON object.
 *
 * @param text the answer; by default the prompt
 * @param delayMillis before the end
 * @param chunks into how many deltas the answer is cut, spread over the delay
 * @param progress complete pieces before the answer
 * @param error what to fail with, or empty
 * @param failure the class of that failure
 * @param exit whether the agent exits
 * @param ask the permission to ask for: {@code tool_name}, {@code input}, {@code description}, {@code suggestions}
 * @param hang whether it never answers
 */
record EchoScript(
        String text,
        long delayMillis,
        int chunks,
        List<String> progress,
        String error,
        FailureClass failure,
        boolean exit,
        Optional<JsonObject> ask,
        boolean hang) {
    private static final String DIRECTIVE = "@echo";
    private static final long MAX_DELAY_MILLIS = 86_400_000;
    private static final int MAX_CHUNKS = 1_000_000;
    private static final Set<String> KEYS =
            Set.of("text", "delay_ms", "chunks", "progress", "fail", "failure", "exit", "ask", "hang");
    private static final Set<FailureClass> FAILURES = Set.of(
            FailureClass.RATE_LIMIT,
            FailureClass.AUTHENTICATION,
            FailureClass.OVERLOADED,
            FailureClass.NETWORK,
            FailureClass.INPUT,
            FailureClass.LIMIT,
            FailureClass.INTERNAL);
    private static final JsonParser PARSER = new JsonParser(1 << 20);

    /** Whether the prompt has a script. */
    static boolean isScripted(String prompt) {
        return prompt.startsWith(DIRECTIVE)
                && (prompt.length() == DIRECTIVE.length() || Character.isWhitespace(prompt.charAt(DIRECTIVE.length())));
    }

    /**
     * The prompt's script.
     *
     * @throws JsonFormatException if it is no script; the message says why
     */
    static EchoScript of(String prompt) throws JsonFormatException {
        int lineEnd = prompt.indexOf('\n');
        String json = prompt.substring(DIRECTIVE.length(), lineEnd < 0 ? prompt.length() : lineEnd)
                .strip();
        JsonObject script = PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
        for (String name : script.names()) {
            if (!KEYS.contains(name)) {
                throw new JsonFormatException("Unknown key " + name + "; there are "
                        + KEYS.stream().sorted().toList());
            }
        }
        return new EchoScript(
                script.isText("text") ? script.text("text") : prompt,
                within(script, "delay_ms", MAX_DELAY_MILLIS),
                (int) within(script, "chunks", MAX_CHUNKS),
                script.texts("progress"),
                script.text("fail"),
                failure(script.text("failure")),
                script.isTrue("exit"),
                script.has("ask") ? Optional.of(script.object("ask")) : Optional.empty(),
                script.isTrue("hang"));
    }

    private static long within(JsonObject script, String name, long most) throws JsonFormatException {
        long value = script.number(name);
        if (value < 0 || value > most) {
            throw new JsonFormatException(name + " is a number from 0 to " + most);
        }
        return value;
    }

    private static FailureClass failure(String name) throws JsonFormatException {
        if (name.isEmpty()) {
            return FailureClass.INTERNAL;
        }
        return FAILURES.stream()
                .filter(failure -> failure.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new JsonFormatException("Unknown failure " + name));
    }
}
