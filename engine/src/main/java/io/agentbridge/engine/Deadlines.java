package io.agentbridge.engine;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes due when, in the order in which it is dealt with. Derived from the objects, so a snapshot need not hold it. */
final class Deadlines {
    private final TreeSet<Deadline> deadlines = new TreeSet<>();

    /** What a deadline is of. */
    enum Subject {
        COMMAND,
        APPROVAL,
        TASK
    }

    /** The time at which something is due for the object {@code id}, the {@code ordinal}-th of its kind. */
    record Deadline(long atMillis, Subject subject, long ordinal, String id) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int order = Long.compare(atMillis, other.atMillis);
            if (order == 0) {
                order = subject.compareTo(other.subject);
            }
            return order != 0 ? order : Long.compare(ordinal, other.ordinal);
        }
    }

    /** Moves the deadline of an object; 0 stands for none. */
    void move(Subject subject, long ordinal, String id, long fromMillis, long toMillis) {
        if (fromMillis == toMillis) {
            return;
        }
        if (fromMillis != 0) {
            deadlines.remove(new Deadline(fromMillis, subject, ordinal, id));
        }
        if (toMillis != 0) {
            deadlines.add(new Deadline(toMillis, subject, ordinal, id));
        }
    }

    /** The next one, null for none. O(log n). */
    @Nullable
    Deadline next() {
        return deadlines.isEmpty() ? null : deadlines.first();
    }

    long nextMillis() {
        return deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.first().atMillis;
    }

    /** The time {@code durationMillis} from now; a duration beyond all time ends with it. */
    static long after(long nowMillis, long durationMillis) {
        return durationMillis >= Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + durationMillis;
    }
}
