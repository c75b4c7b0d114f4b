package io.agentbridge.gateway;

import io.agentbridge.gateway.log.LogTail;
import io.agentbridge.gateway.session.Clients;
import java.util.function.LongConsumer;

/** Who is to be woken when something was published: the clients, and those that {@link #follow} names before the start. */
final class Readers {
    private final Clients clients;
    private final LogTail tail;
    private LongConsumer projection = sequence -> {};
    private Runnable driver = () -> {};

    Readers(Clients clients, LogTail tail) {
        this.clients = clients;
        this.tail = tail;
    }

    /** Must be called before the pipeline starts: its thread reads these fields without a fence. */
    void follow(LongConsumer tellProjection, Runnable wakeDriver) {
        projection = tellProjection;
        driver = wakeDriver;
    }

    /** Wakes those that have something to do; once a batch, on the publishing thread. */
    void wake() {
        driver.run();
        clients.wake();
        projection.accept(tail.newestSequence());
    }
}
