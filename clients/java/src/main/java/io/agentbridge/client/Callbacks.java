package io.agentbridge.client;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what calls the program back, on the executor that it chose. What that refuses runs on a virtual thread, so that nobody waits in vain
 * for an answer, or for the end of a client, because of it.
 */
final class Callbacks implements Executor {
    private static final System.Logger LOG = System.getLogger("io.agentbridge.client");

    private final Executor chosen;
    private volatile boolean refused;

    Callbacks(Executor chosen) {
        this.chosen = chosen;
    }

    @Override
    public void execute(Runnable callback) {
        try {
            chosen.execute(callback);
        } catch (RejectedExecutionException refusal) {
            if (!refused) {
                refused = true;
                LOG.log(
                        Level.WARNING,
                        "The executor for callbacks refuses work; what it refuses runs on virtual threads. Close the client before it.",
                        refusal);
            }
            Thread.startVirtualThread(callback);
        }
    }
}
