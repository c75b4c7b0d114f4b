package io.agentbridge.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Selector;
import java.time.Duration;

/** Measures how long a client waits from the TCP connect until its conversation may begin, one connection after the other. */
public final class ConnectProbe {
    private static final long CHECK_MILLIS = 100;

    private ConnectProbe() {}

    /**
     * Connects {@code count} times.
     *
     * @param workload says by its conversation when a connection is ready: for the gateway at {@code connection:ack}
     * @param patience longest wait for one connection, which then is lost
     */
    public static LoadReport run(URI server, Workload workload, int count, Duration patience) throws IOException {
        Recorder recorder = new Recorder();
        long begin = System.nanoTime();
        recorder.measure(begin, Long.MAX_VALUE);
        for (int number = 0; number < count; number++) {
            connectOnce(server, workload.conversation(number), recorder, patience);
        }
        recorder.measure(begin, System.nanoTime());
        return recorder.report(1);
    }

    private static void connectOnce(URI server, Conversation conversation, Recorder recorder, Duration patience)
            throws IOException {
        long begin = System.nanoTime();
        try (Selector selector = Selector.open()) {
            ClientConnection connection = new ClientConnection(server, conversation, recorder, selector);
            try {
                long now = begin;
                while (!connection.isReady() && !connection.isBroken() && now - begin < patience.toNanos()) {
                    selector.select(key -> connection.ready(), CHECK_MILLIS);
                    now = System.nanoTime();
                }
                if (connection.isReady()) {
                    recorder.answered(begin, now);
                } else {
                    recorder.lost(begin, now);
                }
            } finally {
                connection.close();
            }
        }
    }
}
