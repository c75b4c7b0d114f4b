package io.agentbridge.engine;

import io.agentbridge.engine.model.Approval;
import io.agentbridge.engine.model.ApprovalOutcome;
import io.agentbridge.engine.model.CancelReason;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.CommandStatus;
import io.agentbridge.engine.model.Task;
import io.agentbridge.engine.model.TaskStatus;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes due when, in the order in which it is dealt with. Derived from the objects, so a snapshot need not hold it. */
final class Deadlines {
    /** A time that has always passed. */
    private static final long OVERDUE_MILLIS = 1;

    private final TreeSet<Deadline> deadlines = new TreeSet<>();

    /** What a deadline is of. */
    enum Subject {
        COMMAND,
        APPROVAL,
        /** The pause of a task between two attempts. */
        TASK,
        /** What waits for an agent that takes no more work. */
        LEFT_BEHIND,
        /** What depends on a task that did not complete. */
        DEPENDENTS
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

    /** Notes whether there is something left to do for an object, which is due at once. */
    void overdue(Subject subject, long ordinal, String id, boolean due) {
        Deadline deadline = new Deadline(OVERDUE_MILLIS, subject, ordinal, id);
        if (due) {
            deadlines.add(deadline);
        } else {
            deadlines.remove(deadline);
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

    /** When the command times out, 0 while its clock does not run. */
    static long of(@Nullable Command command) {
        return command != null
                        && command.status() == CommandStatus.EXECUTING
                        && command.cancelReason() == CancelReason.NONE
                ? command.deadlineMillis()
                : 0;
    }

    /** When the task may be tried again, 0 if it need not wait for that. */
    static long of(@Nullable Task task) {
        return task != null && task.status() == TaskStatus.PENDING ? task.notBeforeMillis() : 0;
    }

    /** When the approval expires, 0 once it is resolved. */
    static long of(@Nullable Approval approval) {
        return approval != null && approval.outcome() == ApprovalOutcome.PENDING ? approval.expiresAtMillis() : 0;
    }

    /** The time {@code durationMillis} from now; a duration beyond all time ends with it. */
    static long after(long nowMillis, long durationMillis) {
        return durationMillis >= Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + durationMillis;
    }
}
