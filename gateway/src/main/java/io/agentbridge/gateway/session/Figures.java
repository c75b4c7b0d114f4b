package io.agentbridge.gateway.session;

import io.agentbridge.gateway.wire.JournalFigures;
import io.agentbridge.gateway.wire.RingFill;
import io.agentbridge.gateway.wire.ServerFigures;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What the sessions count. Thread-safe. */
final class Figures {
    private final long startedAtMillis;
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder pongs = new LongAdder();
    private final LongAdder pongMillis = new LongAdder();

    Figures(long startedAtMillis) {
        this.startedAtMillis = startedAtMillis;
    }

    void connected() {
        connections.increment();
    }

    void requested() {
        requests.increment();
    }

    void received() {
        received.increment();
    }

    void sent(int messages) {
        sent.add(messages);
    }

    void error() {
        errors.increment();
    }

    void latency(long millis) {
        pongs.increment();
        pongMillis.add(millis);
    }

    /** The figures as they are now. */
    ServerFigures now(int activeConnections, RingFill ring, JournalFigures journal) {
        SortedMap<String, Long> byType = new TreeMap<>();
        byType.put("websocket", (long) activeConnections);
        long answered = pongs.sum();
        return new ServerFigures(
                startedAtMillis,
                requests.sum(),
                connections.sum(),
                activeConnections,
                sent.sum(),
                received.sum(),
                errors.sum(),
                byType,
                answered == 0 ? 0 : (double) pongMillis.sum() / answered,
                ring,
                journal);
    }
}
