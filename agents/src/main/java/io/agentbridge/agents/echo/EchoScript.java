package io.agentbridge.agents.echo;

import io.agentbridge.agents.json.JsonFormatException;
import io.agentbridge.agents.json.JsonObject;
import io.agentbridge.agents.json.JsonParser;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a prompt asks the echo to do: its first line is {@code @echo} and a JSON object.
 *
 * @param text the answer; by default the prompt
 * @param delayMillis before the end
 * @param chunks into how many deltas the answer is cut, spread over the delay
 * @param thinking what it thinks first, or empty
 * @param progress complete pieces before the answer
 * @param tools what it then uses, one after the other
 * @param usage what it has used in the end
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
        String thinking,
        List<String> progress,
        List<Tool> tools,
        Usage usage,
        String error,
        FailureClass failure,
        boolean exit,
        Optional<JsonObject> ask,
        boolean hang) {
    private static final String DIRECTIVE = "@echo";
    private static final long MAX_DELAY_MILLIS = 86_400_000;
    private static final int MAX_CHUNKS = 1_000_000;
    private static final long MAX_TOKENS = 1_000_000_000;
    private static final Set<String> KEYS = Set.of(
            "text",
            "delay_ms",
            "chunks",
            "thinking",
            "progress",
            "tools",
            "usage",
            "fail",
            "failure",
            "exit",
            "ask",
            "hang");
    private static final Set<FailureClass> FAILURES = Set.of(
            FailureClass.RATE_LIMIT,
            FailureClass.AUTHENTICATION,
            FailureClass.OVERLOADED,
            FailureClass.NETWORK,
            FailureClass.INPUT,
            FailureClass.LIMIT,
            FailureClass.INTERNAL);
    private static final JsonParser PARSER = new JsonParser(1 << 20);

    /**
     * A tool that it pretends to use.
     *
     * @param delayMillis until its result
     */
    record Tool(String name, JsonObject input, String output, boolean failed, long delayMillis) {}

    /** What an agent does at prompts without a script of their own: the first part that is {@code when} the prompt holds its words. */
    static final class Parts {
        private static final Set<String> PART_KEYS =
                Stream.concat(KEYS.stream(), Stream.of("when")).collect(Collectors.toUnmodifiableSet());

        private final List<JsonObject> parts;

        private Parts(List<JsonObject> parts) {
            this.parts = parts;
        }

        /**
         * Those that an agent's instructions name: {@code @echo} and a JSON object with a list {@code parts}. None, if there is no
         * such line.
         *
         * @throws JsonFormatException if one is no script; the message says why
         */
        static Parts of(String instructions) throws JsonFormatException {
            if (!isScripted(instructions)) {
                return new Parts(List.of());
            }
            JsonObject book = directive(instructions);
            requireKnown(book, Set.of("parts"));
            List<JsonObject> parts = book.objects("parts");
            for (JsonObject part : parts) {
                requireKnown(part, PART_KEYS);
                EchoScript.of(part, "");
            }
            return new Parts(parts);
        }

        /** The part for a prompt. */
        Optional<EchoScript> at(String prompt) throws JsonFormatException {
            for (JsonObject part : parts) {
                if (prompt.contains(part.text("when"))) {
                    return Optional.of(EchoScript.of(part, prompt));
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the prompt has a script. */
    static boolean isScripted(String prompt) {
        return prompt.startsWith(DIRECTIVE)
                && (prompt.length() == DIRECTIVE.length() || Character.isWhitespace(prompt.charAt(DIRECTIVE.length())));
    }

    /**
     * The prompt's own script.
     *
     * @throws JsonFormatException if it is no script; the message says why
     */
    static EchoScript of(String prompt) throws JsonFormatException {
        JsonObject script = directive(prompt);
        requireKnown(script, KEYS);
        return of(script, prompt);
    }

    /** What the JSON object says, for a prompt. */
    private static EchoScript of(JsonObject script, String prompt) throws JsonFormatException {
        return new EchoScript(
                script.isText("text") ? script.text("text") : prompt,
                within(script, "delay_ms", MAX_DELAY_MILLIS),
                (int) within(script, "chunks", MAX_CHUNKS),
                script.text("thinking"),
                script.texts("progress"),
                tools(script.objects("tools")),
                usage(script.object("usage")),
                script.text("fail"),
                failure(script.text("failure")),
                script.isTrue("exit"),
                script.has("ask") ? Optional.of(script.object("ask")) : Optional.empty(),
                script.isTrue("hang"));
    }

    /** The JSON of a text's first line, which begins with {@code @echo}. */
    private static JsonObject directive(String text) throws JsonFormatException {
        int lineEnd = text.indexOf('\n');
        String json = text.substring(DIRECTIVE.length(), lineEnd < 0 ? text.length() : lineEnd)
                .strip();
        return PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireKnown(JsonObject script, Set<String> keys) throws JsonFormatException {
        for (String name : script.names()) {
            if (!keys.contains(name)) {
                throw new JsonFormatException("Unknown key " + name + "; there are "
                        + keys.stream().sorted().toList());
            }
        }
    }

    private static long within(JsonObject script, String name, long most) throws JsonFormatException {
        long value = script.number(name);
        if (value < 0 || value > most) {
            throw new JsonFormatException(name + " is a number from 0 to " + most);
        }
        return value;
    }

    private static List<Tool> tools(List<JsonObject> scripts) throws JsonFormatException {
        List<Tool> tools = new ArrayList<>();
        for (JsonObject tool : scripts) {
            tools.add(new Tool(
                    tool.text("name"),
                    tool.object("input"),
                    tool.text("output"),
                    tool.isTrue("failed"),
                    within(tool, "delay_ms", MAX_DELAY_MILLIS)));
        }
        return tools;
    }

    private static Usage usage(JsonObject script) throws JsonFormatException {
        return new Usage(
                within(script, "input_tokens", MAX_TOKENS),
                within(script, "output_tokens", MAX_TOKENS),
                within(script, "cache_read_tokens", MAX_TOKENS),
                within(script, "cache_write_tokens", MAX_TOKENS),
                script.scaled("cost_usd", 6));
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
