package io.agentbridge.gateway;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened in the reverse order, each also where another did not close. For one thread at a time. */
final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Closes {@code resource} before everything that was kept earlier; returns it. */
    <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Leaves {@code resource} to another owner. */
    void letGo(AutoCloseable resource) {
        opened.remove(resource);
    }

    /**
     * Closes everything that it still keeps. Idempotent.
     *
     * @throws IOException with the first failure's message; the others are suppressed in it
     */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception | Error failed) {
                if (failed instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (failure == null) {
                    failure = failed instanceof IOException io ? io : new IOException(failed.getMessage(), failed);
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
