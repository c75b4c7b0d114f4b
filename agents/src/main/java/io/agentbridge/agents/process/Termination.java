package io.agentbridge.agents.process;

import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.StopMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The ladder by which a process ends: asked, SIGTERM, SIGKILL, each rung after the grace of the one before; then all that it
 * had started. Descendants are noted before each signal, because they are nobody's children afterwards.
 */
final class Termination {
    private static final long LOOK_NANOS = 10_000_000;

    private final ProcessTable table;
    private final ProcessIdentity process;
    private final SupervisorLimits limits;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean atOnce;

    Termination(ProcessTable table, ProcessIdentity process, SupervisorLimits limits) {
        this.table = table;
        this.process = process;
        this.limits = limits;
    }

    /** Begins to end it, or speeds up what was begun. Returns at once. */
    void begin(StopMode mode, String name, BooleanSupplier askToEnd) {
        if (mode == StopMode.KILL) {
            atOnce = true;
        }
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("agent-stop-" + name).start(() -> climb(askToEnd));
        }
    }

    private void climb(BooleanSupplier askToEnd) {
        List<ProcessIdentity> family = new ArrayList<>();
        if (!atOnce) {
            boolean asked = askToEnd.getAsBoolean();
            if (!asked || !isGoneWithin(limits.interruptGraceMillis())) {
                family.addAll(table.family(process));
                table.terminate(process);
                isGoneWithin(limits.terminateGraceMillis());
            }
        }
        // The parent first would set its children free to be started anew; last, it cannot replace them.
        family.addAll(table.family(process));
        table.kill(process);
        family.forEach(table::kill);
    }

    private boolean isGoneWithin(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (table.isAlive(process)) {
            if (atOnce || System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Ends all processes that bear a marker that begins so: asks first, then kills. Returns when they are gone or cannot be killed. */
    static void sweep(ProcessTable table, String markerPrefix, long graceMillis) {
        List<ProcessIdentity> bearers = table.bearing(markerPrefix);
        bearers.forEach(table::terminate);
        long begin = System.nanoTime();
        while (!bearers.isEmpty()) {
            long millis = (System.nanoTime() - begin) / 1_000_000;
            if (millis > 2 * graceMillis) {
                throw new IllegalStateException("Processes of an ended agent do not die of SIGKILL: " + bearers);
            }
            if (millis > Math.min(graceMillis, 500)) {
                bearers.forEach(table::kill);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            bearers = table.bearing(markerPrefix);
        }
    }
}
