package io.agentbridge.bench.load;

import java.util.Arrays;

/** The requests of one connection that wait for their answer, with the time each was due. O(1), no allocation when warm. */
final class Outstanding {
    /** No such request. */
    static final long ABSENT = Long.MIN_VALUE;

    private static final int MAX_SLOTS = 1 << 20;

    private long[] numbers = new long[64];
    private long[] dueNanos = new long[64];
    private int count;

    Outstanding() {
        Arrays.fill(dueNanos, ABSENT);
    }

    /** Adds a request; false if there are too many to remember. */
    boolean add(long number, long due) {
        while (dueNanos[slot(number)] != ABSENT) {
            if (numbers.length == MAX_SLOTS) {
                return false;
            }
            grow();
        }
        put(number, due);
        count++;
        return true;
    }

    /** Removes a request and returns when it was due, {@link #ABSENT} if it is not outstanding. */
    long remove(long number) {
        int slot = slot(number);
        if (numbers[slot] != number || dueNanos[slot] == ABSENT) {
            return ABSENT;
        }
        long due = dueNanos[slot];
        dueNanos[slot] = ABSENT;
        count--;
        return due;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** When each was due. */
    long[] due() {
        return Arrays.stream(dueNanos).filter(due -> due != ABSENT).toArray();
    }

    private int slot(long number) {
        return (int) number & (numbers.length - 1);
    }

    private void put(long number, long due) {
        numbers[slot(number)] = number;
        dueNanos[slot(number)] = due;
    }

    // Two numbers in one slot stay apart in a table twice as large or one of its successors, so add() goes on until
    // they do.
    private void grow() {
        long[] oldNumbers = numbers;
        long[] oldDue = dueNanos;
        numbers = new long[oldNumbers.length * 2];
        dueNanos = new long[oldDue.length * 2];
        Arrays.fill(dueNanos, ABSENT);
        for (int slot = 0; slot < oldDue.length; slot++) {
            if (oldDue[slot] != ABSENT) {
                put(oldNumbers[slot], oldDue[slot]);
            }
        }
    }
}
