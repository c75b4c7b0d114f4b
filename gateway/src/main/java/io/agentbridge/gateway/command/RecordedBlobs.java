package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalRecord;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the stored texts that records name. Decodes only records in which a hash may stand. Used by one thread. */
final class RecordedBlobs {
    private static final int HASH_CHARS = 64;
    /** Inside a text the quotation marks would be escaped. */
    private static final Pattern REFERENCE = Pattern.compile("\\{\"blob\":\"([0-9a-f]{64})\"");

    private final StepCodec codec = new StepCodec();
    private final EventLines lines = new EventLines();

    /**
     * Tells the hash of each reference in a record.
     *
     * @throws io.agentbridge.gateway.codec.CodecException if the record holds no input or no events
     */
    void find(JournalRecord record, Consumer<String> found) {
        if (mayHoldHash(record.input())) {
            find(lines.line(codec.decodeInput(record.input())), found);
        }
        if (mayHoldHash(record.events())) {
            for (Event event : codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis())) {
                find(lines.line(event), found);
            }
        }
    }

    private static void find(String json, Consumer<String> found) {
        for (Matcher matcher = REFERENCE.matcher(json); matcher.find(); ) {
            found.accept(matcher.group(1));
        }
    }

    private static boolean mayHoldHash(byte[] bytes) {
        int digits = 0;
        for (byte b : bytes) {
            boolean isDigit = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
            digits = isDigit ? digits + 1 : 0;
            if (digits == HASH_CHARS) {
                return true;
            }
        }
        return false;
    }
}
