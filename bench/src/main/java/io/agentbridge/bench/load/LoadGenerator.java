package io.agentbridge.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Drives one server from one thread with one selector. It sleeps while nothing is to be done, except in the last millisecond before
 * an open-loop request is due: selectors cannot sleep shorter.
 */
public final class LoadGenerator {
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PENDING_CHECK_MILLIS = 20;

    private final LoadPlan plan;
    private final Recorder recorder = new Recorder();
    private final List<ClientConnection> connections = new ArrayList<>();

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Carries the plan out.
     *
     * @throws IOException if the connections could not be set up; the message says why
     */
    public static LoadReport run(LoadPlan plan) throws IOException {
        return new LoadGenerator(plan).run();
    }

    private LoadReport run() throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                connect(selector);
                switch (plan.pace()) {
                    case Pace.OpenLoop open -> openLoop(open, selector);
                    case Pace.ClosedLoop closed -> closedLoop(closed, selector);
                }
                settle(selector);
            } finally {
                for (ClientConnection connection : connections) {
                    connection.close();
                }
            }
        }
        return recorder.report(connections.size());
    }

    private void connect(Selector selector) throws IOException {
        for (int at = 0; at < plan.connections(); at++) {
            connections.add(new ClientConnection(plan.server(), plan.workload().conversation(at), recorder, selector));
        }
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (!connections.stream().allMatch(ClientConnection::isReady)) {
            selector.select(LoadGenerator::ready, PENDING_CHECK_MILLIS);
            boolean broken = connections.stream().anyMatch(ClientConnection::isBroken);
            if (broken || System.nanoTime() - deadline > 0) {
                long ready =
                        connections.stream().filter(ClientConnection::isReady).count();
                throw new IOException(ready + " of " + connections.size() + " connections to " + plan.server()
                        + " were set up in " + plan.patience().toMillis() + " ms; errors: "
                        + recorder.report(0).reasons());
            }
        }
    }

    private void openLoop(Pace.OpenLoop pace, Selector selector) throws IOException {
        double interval = 1e9 / pace.requestsPerSecond();
        long begin = System.nanoTime();
        long from = begin + plan.warmUp().toNanos();
        long end = from + plan.duration().toNanos();
        recorder.measure(from, end);
        long due = begin;
        for (long number = 0; due < end; number++, due = begin + (long) (number * interval)) {
            waitUntil(due, selector);
            ClientConnection connection = connections.get((int) (number % connections.size()));
            connection.request(due, System.nanoTime());
            connection.flush();
        }
    }

    private static void waitUntil(long due, Selector selector) throws IOException {
        selector.selectNow(LoadGenerator::ready);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > SHORTEST_SLEEP_NANOS) {
                selector.select(LoadGenerator::ready, TimeUnit.NANOSECONDS.toMillis(left) - 1);
            } else {
                selector.selectNow(LoadGenerator::ready);
                Thread.onSpinWait();
            }
        }
    }

    private void closedLoop(Pace.ClosedLoop pace, Selector selector) throws IOException {
        long begin = System.nanoTime();
        long from = begin + plan.warmUp().toNanos();
        long end = from + plan.duration().toNanos();
        recorder.measure(from, end);
        for (ClientConnection connection : connections) {
            topUp(connection, pace.depth(), end);
        }
        while (System.nanoTime() - end < 0) {
            selector.select(
                    key -> {
                        ClientConnection connection = ready(key);
                        topUp(connection, pace.depth(), end);
                    },
                    PENDING_CHECK_MILLIS);
        }
    }

    private static void topUp(ClientConnection connection, int depth, long end) {
        long now = System.nanoTime();
        while (connection.outstanding() < depth && now - end < 0 && !connection.isBroken()) {
            connection.request(now, now);
        }
        connection.flush();
    }

    private void settle(Selector selector) throws IOException {
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (isWaiting() && System.nanoTime() - deadline < 0) {
            selector.select(LoadGenerator::ready, PENDING_CHECK_MILLIS);
        }
        long now = System.nanoTime();
        for (ClientConnection connection : connections) {
            connection.giveUp(now);
        }
    }

    private boolean isWaiting() {
        return connections.stream().anyMatch(each -> each.outstanding() > 0 && !each.isBroken());
    }

    private static ClientConnection ready(SelectionKey key) {
        if (key.attachment() instanceof ClientConnection connection) {
            connection.ready();
            return connection;
        }
        throw new IllegalStateException("Every key of the generator belongs to a connection");
    }
}
