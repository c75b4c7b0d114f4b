package io.agentbridge.gateway;

import io.agentbridge.gateway.session.Clients;

/** Who is to be woken when something was published: the clients, and those that {@link #follow} names before the start. */
final class Readers {
    private final Clients clients;
    private Runnable projection = () -> {};
    private Runnable driver = () -> {};

    Readers(Clients clients) {
        this.clients = clients;
    }

    /** Must be called before the pipeline starts: its thread reads these fields without a fence. */
    void follow(Runnable wakeProjection, Runnable wakeDriver) {
        projection = wakeProjection;
        driver = wakeDriver;
    }

    /** Wakes all; once a batch, on the publishing thread. */
    void wake() {
        projection.run();
        driver.run();
        clients.wake();
    }
}
