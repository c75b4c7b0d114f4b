package io.agentbridge.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a journal held at some time, in one line that can be kept where nobody who can write to the journal can change it. As long as
 * the journal yields the same digest, no record up to this one was changed, removed, inserted or moved.
 *
 * @param epoch the name of the history when it was taken
 * @param from the number of the first record that it covers: where the journal began
 * @param record the number of the last record that it covers
 * @param sequence the newest event up to that record
 * @param timestampMillis the time that this record bears
 * @param digest SHA-256 over all these records, see {@code HistoryDigest}, 64 hexadecimal digits
 */
public record Checkpoint(String epoch, long from, long record, long sequence, long timestampMillis, String digest) {
    private static final Pattern LINE = Pattern.compile(
            "checkpoint=1,epoch=([0-9a-f-]{1,64}),from=(\\d{1,18}),record=(\\d{1,18}),sequence=(\\d{1,18}),"
                    + "time=([^,]{1,40}),sha256=([0-9a-f]{64})");

    /** The line, without white space. */
    public String line() {
        return "checkpoint=1,epoch=" + epoch + ",from=" + from + ",record=" + record + ",sequence=" + sequence
                + ",time=" + Instant.ofEpochMilli(timestampMillis) + ",sha256=" + digest;
    }

    /**
     * A checkpoint from its line.
     *
     * @throws IllegalArgumentException if it is none; the message says what one looks like
     */
    public static Checkpoint parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        try {
            if (matcher.matches()) {
                return new Checkpoint(
                        matcher.group(1),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4)),
                        Instant.parse(matcher.group(5)).toEpochMilli(),
                        matcher.group(6));
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("The time of the checkpoint makes no sense: " + matcher.group(5), e);
        }
        throw new IllegalArgumentException(
                "Not a checkpoint as \"journal seal\" prints it: checkpoint=1,epoch=…,from=…,record=…,sequence=…,time=…,sha256=…");
    }
}
