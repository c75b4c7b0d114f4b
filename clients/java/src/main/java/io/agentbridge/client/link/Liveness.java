package io.agentbridge.client.link;

import io.agentbridge.client.options.ConnectOptions;
import java.time.Duration;

/**
 * Finds out whether a connection still lives; everything here runs on the loop.
 *
 * <p>It asks for a sign of life now and then, and gives up a server that gives none. And it asks three times when the server falls silent: the
 * JDK (25) now and then does not tell of an end of the stream that arrives together with data. The first ping into such a connection
 * provokes a reset, one of the next two fails.
 */
final class Liveness {
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final int PROBES = 3;

    private final Loop loop;
    private final ConnectOptions options;
    private final Socket socket;
    private boolean probing;

    Liveness(Loop loop, ConnectOptions options, Socket socket) {
        this.loop = loop;
        this.options = options;
        this.socket = socket;
    }

    /** Begins. */
    void start() {
        watch();
        spoke();
    }

    /** The server said something. */
    void spoke() {
        if (!probing) {
            probing = true;
            loop.later(SILENCE, () -> probe(socket.dataNanos(), 0));
        }
    }

    private void probe(long dataNanos, int pings) {
        if (socket.isOver() || pings == PROBES) {
            probing = false;
            return;
        }
        long newest = socket.dataNanos();
        boolean silent = newest == dataNanos && System.nanoTime() - newest >= SILENCE.toNanos();
        if (silent) {
            socket.ping();
        }
        loop.later(SILENCE, () -> probe(newest, silent ? pings + 1 : 0));
    }

    private void watch() {
        loop.later(options.pingInterval(), () -> {
            if (socket.isOver()) {
                return;
            }
            long asked = System.nanoTime();
            socket.ping();
            loop.later(options.pingTimeout(), () -> {
                if (socket.heardNanos() - asked < 0) {
                    socket.abort("no sign of life");
                }
            });
            watch();
        });
    }
}
