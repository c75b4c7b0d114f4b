package io.agentbridge.engine;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue for what mostly arrives in order: that goes through a plain queue, in O(1); only what is late takes the heap,
 * in O(log n).
 */
final class Retirement<E extends Comparable<E>> {
    private final ArrayDeque<E> inOrder = new ArrayDeque<>();
    private final PriorityQueue<E> late = new PriorityQueue<>();

    void add(E element) {
        E last = inOrder.peekLast();
        if (last == null || last.compareTo(element) <= 0) {
            inOrder.addLast(element);
        } else {
            late.add(element);
        }
    }

    /** The least element, null if there is none. */
    @Nullable
    E peek() {
        return lateIsNext() ? late.peek() : inOrder.peekFirst();
    }

    /** Removes the least element, null if there is none. */
    @Nullable
    E poll() {
        return lateIsNext() ? late.poll() : inOrder.pollFirst();
    }

    /** Removes an element that is in it. O(n). */
    void remove(E element) {
        if (!inOrder.remove(element) && !late.remove(element)) {
            throw new IllegalStateException("not in the queue");
        }
    }

    private boolean lateIsNext() {
        E first = inOrder.peekFirst();
        E other = late.peek();
        return other != null && (first == null || other.compareTo(first) < 0);
    }

    int size() {
        return inOrder.size() + late.size();
    }
}
