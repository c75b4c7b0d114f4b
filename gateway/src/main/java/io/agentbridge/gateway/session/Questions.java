package io.agentbridge.gateway.session;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One session's questions whose answers are made on other threads. One is made at a time, and only when there is room for it, so what a
 * client is owed is bounded however much it asks, and nobody's questions wait behind all of another's. I/O thread only.
 */
final class Questions {
    private static final int MAX_WAITING = 64;

    private final AnswerQueue answers;
    private final Deque<Runnable> waiting = new ArrayDeque<>(0);
    private boolean asking;

    Questions(AnswerQueue answers) {
        this.answers = answers;
    }

    /** Asks when it is its turn; {@link #answered} is to be called when the answer, whatever it is, was added. */
    void add(Runnable question) {
        waiting.add(question);
        next();
    }

    /** Whether so many wait that no more messages are to be taken. */
    boolean isFull() {
        return waiting.size() >= MAX_WAITING;
    }

    /** The one that was asked has its answer. */
    void answered() {
        asking = false;
        next();
    }

    /** Asks the next one, if there is room for its answer. */
    void next() {
        if (!asking && !waiting.isEmpty() && !answers.isFull()) {
            asking = true;
            waiting.remove().run();
        }
    }

    /** Asks nothing any more. */
    void close() {
        waiting.clear();
    }
}
