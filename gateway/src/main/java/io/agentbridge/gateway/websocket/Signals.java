package io.agentbridge.gateway.websocket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What other threads ask of a connection, until its I/O thread sees to it. Any thread leaves signals, the I/O thread takes them. */
final class Signals {
    /** The session has output. */
    static final int WAKE = 1;
    /** The session takes messages again. */
    static final int RESUME = 2;
    /** The session wants an end. */
    static final int CLOSE = 4;

    /** How the session wants to close. */
    record CloseRequest(int code, String reason) {}

    private final AtomicInteger bits = new AtomicInteger();
    private final AtomicReference<@Nullable CloseRequest> closeRequest = new AtomicReference<>();

    /** Leaves a signal; whether it is the first, so that somebody has to look. */
    boolean leave(int signal) {
        return bits.getAndUpdate(left -> left | signal) == 0;
    }

    /** Remembers how to close; false if that was said before. */
    boolean requestClose(CloseRequest request) {
        return closeRequest.compareAndSet(null, request);
    }

    /** Takes all signals. */
    int take() {
        return bits.getAndSet(0);
    }

    /** Takes all signals except {@code kept}. */
    int takeBut(int kept) {
        return bits.getAndUpdate(left -> left & kept);
    }

    boolean arePresent() {
        return bits.get() != 0;
    }

    @Nullable
    CloseRequest closeRequest() {
        return closeRequest.get();
    }
}
