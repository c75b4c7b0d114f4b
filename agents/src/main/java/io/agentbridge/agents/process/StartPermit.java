package io.agentbridge.agents.process;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to be one of the agents that are starting; given back once, however often it is tried. */
final class StartPermit {
    /** Of an agent that runs already. */
    static final StartPermit NONE = new StartPermit(new Semaphore(0));

    private final Semaphore starts;
    private final AtomicBoolean released = new AtomicBoolean();

    StartPermit(Semaphore starts) {
        this.starts = starts;
    }

    void release() {
        if (released.compareAndSet(false, true)) {
            starts.release();
        }
    }
}
