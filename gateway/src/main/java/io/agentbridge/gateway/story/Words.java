package io.agentbridge.gateway.story;

import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** What statuses, figures and ids are called when people are told of them. */
final class Words {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int SHORT_CHARS = 8;
    /** Colours, cursor movements and titles of terminals (ECMA-48 sections 5.4 and 5.6). */
    private static final Pattern TERMINAL =
            Pattern.compile("\\x1b(\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\x07\\x1b]*(\\x07|\\x1b\\\\)?|[ -/]*[0-~])");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\x80-\\x9f]");

    private Words() {}

    /** A constant's name. */
    static String of(Enum<?> value) {
        return value == CommandStatus.WAITING_APPROVAL
                ? "waiting for an approval"
                : value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The beginning of an id that is a UUID, by which it can be found; other ids whole. */
    static String shortId(String id) {
        return UUID.matcher(id).matches() ? id.substring(0, SHORT_CHARS) : id;
    }

    /** The text without what would command a terminal: agents say what they like. */
    static String printable(String text) {
        String plain =
                text.indexOf('\u001b') < 0 ? text : TERMINAL.matcher(text).replaceAll("");
        return CONTROL.matcher(plain.replace("\r\n", "\n")).replaceAll("\ufffd");
    }

    /** How long something took, as exactly as people want to know. */
    static String span(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        Duration time = Duration.ofMillis(millis);
        if (time.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    /** Tokens and money; empty if there were none. */
    static String spent(Usage usage) {
        if (usage.equals(Usage.NONE)) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%d tokens in, %d out, $%.4f",
                usage.inputTokens(),
                usage.outputTokens(),
                usage.costMicros() / 1e6);
    }

    static String ordinal(int number) {
        return switch (number) {
            case 2 -> "second";
            case 3 -> "third";
            default -> number + "th";
        };
    }
}
