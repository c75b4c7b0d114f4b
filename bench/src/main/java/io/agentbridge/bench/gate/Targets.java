package io.agentbridge.bench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the product is held to. Absolutes are far from what any machine that runs it reaches; ratios compare with the bare echo, the
 * engine and the plain file's journal of the same minute on the same machine; aims are for a machine that does nothing else.
 */
public final class Targets {
    private static final double PING_ECHOES = 2;
    // Waking threads takes its time, and computing takes its own: machines differ in either by a factor of two and
    // more.
    private static final double EXECUTE_ECHOES = 2;
    private static final double EXECUTE_STEPS = 100;
    private static final double FORCES_PER_COMMAND = 2;
    private static final double FORCE_FACTOR = 3;
    private static final double NANOS_PER_MICRO = 1e3;

    // What is seen, with room for a busy machine: see the page on performance.
    private static final double COMMIT_FILE = 0.4;
    private static final double APPEND_P50_FILE = 1;
    private static final double APPEND_P99_FILE = 3;
    private static final double EXPORT_FILE = 0.03;
    private static final double REPLAY_FILE = 0.25;

    private final Measurements measurements;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Measurements measurements) {
        this.measurements = measurements;
    }

    /** Every target, with what was measured for it. */
    public static List<Target> of(Measurements measurements) {
        Targets targets = new Targets(measurements);
        targets.absolutes();
        targets.ratios();
        targets.journalRatios();
        targets.aims();
        targets.journalAims();
        return List.copyOf(targets.targets);
    }

    private void absolutes() {
        targets.add(new Target(
                "answers wrong or lost, all runs",
                OptionalDouble.of((double) measurements.failures()),
                0,
                true,
                "",
                true,
                "every request is answered once"));
        most("connect to connection:ack, p99", Quantity.CONNECT_MICROS, 100_000, "us", true, "absolute");
        most("command:execute at 1,000/s, disk, mean", Quantity.SUSTAINED_MEAN_MICROS, 100_000, "us", true, "absolute");
        least("answers a second of that", Quantity.SUSTAINED_PER_SECOND, 101, "/s", true, "absolute");
        least("connections of that", Quantity.SUSTAINED_CONNECTIONS, 11, "", true, "absolute");
    }

    private void ratios() {
        double echo = measurements.median(Quantity.ECHO_MICROS).orElse(0);
        double step = measurements.median(Quantity.ENGINE_STEP_NANOS).orElse(0) / NANOS_PER_MICRO;
        double execute = EXECUTE_ECHOES * echo + EXECUTE_STEPS * step;
        double force = measurements.median(Quantity.FORCE_MICROS).orElse(0);
        most(
                "connection:ping, p50",
                Quantity.PING_MICROS,
                PING_ECHOES * echo,
                "us",
                true,
                text("2 x echo %.1f us", echo));
        most(
                "command:execute, os, p50",
                Quantity.EXECUTE_OS_MICROS,
                execute,
                "us",
                true,
                text("2 x echo %.1f us", echo) + text(" + 100 engine steps of %.2f us", step));
        most(
                "command:execute, disk, p50",
                Quantity.EXECUTE_DISK_MICROS,
                execute + FORCE_FACTOR * FORCES_PER_COMMAND * force,
                "us",
                true,
                text("that + 3 x 2 forces of %.1f us", force));
    }

    private void aims() {
        most("command:execute, disk, p50", Quantity.EXECUTE_DISK_MICROS, 1_000, "us", false, "absolute");
        least("command:execute a second, disk", Quantity.EXECUTE_PER_SECOND, 20_000, "/s", false, "absolute");
        double vertx = measurements.median(Quantity.VERTX_PER_SECOND).orElse(0);
        least(
                "connection:ping a second",
                Quantity.PING_PER_SECOND,
                vertx,
                "/s",
                false,
                text("1 x Vert.x echo %,.0f/s", vertx));
        most("engine, one step", Quantity.ENGINE_STEP_NANOS, 1_000, "ns", false, "absolute");
        most("start to listening, empty journal", Quantity.START_MILLIS, 1_500, "ms", false, "absolute");
        most(
                "processor time when idle",
                Quantity.IDLE_CPU_PERCENT,
                0.2,
                "%",
                false,
                "0 but for one tick of 10 ms in 5 s");
    }

    private void journalRatios() {
        String commit = "append and force, events a second";
        least(commit, Quantity.COMMIT_PER_SECOND, COMMIT_FILE, Quantity.FILE_COMMIT_PER_SECOND, "/s");
        most("append, os, p50", Quantity.APPEND_P50_NANOS, APPEND_P50_FILE, Quantity.FILE_APPEND_P50_NANOS, "ns");
        most("append, os, p99", Quantity.APPEND_P99_NANOS, APPEND_P99_FILE, Quantity.FILE_APPEND_P99_NANOS, "ns");
        least("export, events a second", Quantity.EXPORT_PER_SECOND, EXPORT_FILE, Quantity.FILE_READ_PER_SECOND, "/s");
        least(
                "replay, events a second",
                Quantity.REPLAY_PER_SECOND,
                REPLAY_FILE,
                Quantity.FILE_DECODE_PER_SECOND,
                "/s");
    }

    private void journalAims() {
        least("append and force, events a second", Quantity.COMMIT_PER_SECOND, 100_000, "/s", false, "absolute");
        most("append, os, p50", Quantity.APPEND_P50_NANOS, 1_000, "ns", false, "absolute");
        least("export, events a second", Quantity.EXPORT_PER_SECOND, 1_000_000, "/s", false, "absolute");
        least("replay, events a second", Quantity.REPLAY_PER_SECOND, 2_000_000, "/s", false, "absolute");
    }

    private void most(String name, Quantity quantity, double factor, Quantity file, String unit) {
        most(name, quantity, factor * measured(file), unit, true, basis(quantity, factor, file, unit));
    }

    private void least(String name, Quantity quantity, double factor, Quantity file, String unit) {
        least(name, quantity, factor * measured(file), unit, true, basis(quantity, factor, file, unit));
    }

    /** No number if it was not measured, and then no figure meets what is held to it. */
    private double measured(Quantity quantity) {
        return measurements.median(quantity).orElse(Double.NaN);
    }

    private String basis(Quantity quantity, double factor, Quantity file, String unit) {
        return String.format(
                Locale.ROOT,
                "%.2f x plain file %,.0f %s; is %.2f x",
                factor,
                measured(file),
                unit,
                measured(quantity) / measured(file));
    }

    private void most(String name, Quantity quantity, double bound, String unit, boolean must, String basis) {
        targets.add(new Target(name, measurements.median(quantity), bound, true, unit, must, basis));
    }

    private void least(String name, Quantity quantity, double bound, String unit, boolean must, String basis) {
        targets.add(new Target(name, measurements.median(quantity), bound, false, unit, must, basis));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
