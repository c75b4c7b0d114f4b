package io.agentbridge.journal;

import java.nio.file.Path;

/**
 * The first place where a journal does not hold what was written to it.
 *
 * @param record the number of the record that belongs there
 * @param sequence the sequence of the first event that belongs there
 * @param segment the file
 * @param offset the byte in the file
 * @param reason what was found
 * @param recordsBehind how many whole records stand behind it
 */
public record Damage(long record, long sequence, Path segment, long offset, String reason, long recordsBehind) {
    /** In one sentence, for logs and terminals. */
    public String describe() {
        return "record " + record + " (sequence " + sequence + ") in " + segment + " at byte " + offset + ": " + reason;
    }
}
