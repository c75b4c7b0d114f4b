package io.agentbridge.gateway.replay;

import java.util.List;

/**
 * A step that was decided otherwise than it was recorded.
 *
 * @param record the record's number
 * @param firstSequence of its first event
 * @param behaviourLevel under which it was decided
 * @param binding whether this program ought to decide alike: the level is one that it decides by
 * @param input the recorded input, as JSON
 * @param recorded the recorded events, each as a line of JSON
 * @param decided what was decided now, likewise
 * @param before the objects that either kind of events is about, as they were before the step, each as a line of JSON
 * @param hashBefore hash of the state before the step
 * @param recordedHash hash of the state after it, as recorded
 * @param decidedHash hash of the state after what was decided now
 */
public record Difference(
        long record,
        long firstSequence,
        int behaviourLevel,
        boolean binding,
        String input,
        List<String> recorded,
        List<String> decided,
        List<String> before,
        long hashBefore,
        long recordedHash,
        long decidedHash) {
    public Difference {
        recorded = List.copyOf(recorded);
        decided = List.copyOf(decided);
        before = List.copyOf(before);
    }

    /** A report for people, of several lines. */
    public String report() {
        StringBuilder text = new StringBuilder();
        text.append("record ")
                .append(record)
                .append(", sequence ")
                .append(firstSequence)
                .append(", behaviour level ")
                .append(behaviourLevel)
                .append(binding ? ": decided otherwise" : ": decided otherwise, as an earlier level may be")
                .append("\n  input:    ")
                .append(input);
        for (String object : before) {
            text.append("\n  before:   ").append(object);
        }
        text.append("\n  hash before: ")
                .append(Hashes.text(hashBefore))
                .append("\n  hash after:  ")
                .append(Hashes.text(recordedHash))
                .append(" recorded, ")
                .append(Hashes.text(decidedHash))
                .append(" now");
        int lines = Math.max(recorded.size(), decided.size());
        for (int i = 0; i < lines; i++) {
            String then = i < recorded.size() ? recorded.get(i) : "(no event)";
            String now = i < decided.size() ? decided.get(i) : "(no event)";
            if (then.equals(now)) {
                text.append("\n  = ").append(then);
            } else {
                text.append("\n  - ").append(then).append("\n  + ").append(now);
                ChangedMembers.between(then, now)
                        .forEach(change -> text.append("\n    ").append(change));
            }
        }
        return text.append('\n').toString();
    }
}
