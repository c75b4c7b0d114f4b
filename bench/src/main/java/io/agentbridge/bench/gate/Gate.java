package io.agentbridge.bench.gate;

import io.agentbridge.bench.load.ConnectProbe;
import io.agentbridge.bench.load.EchoWorkload;
import io.agentbridge.bench.load.ExecuteWorkload;
import io.agentbridge.bench.load.LoadGenerator;
import io.agentbridge.bench.load.LoadPlan;
import io.agentbridge.bench.load.LoadReport;
import io.agentbridge.bench.load.Pace;
import io.agentbridge.bench.load.PingWorkload;
import io.agentbridge.bench.load.Workload;
import io.agentbridge.bench.micro.EngineStepBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Measures the gateway and its peers in turns, on one machine in one run. */
public final class Gate {
    private static final int REQUEST_BYTES = 300;
    private static final Pace ONE_AT_A_TIME = new Pace.ClosedLoop(1);
    private static final Pace PIPELINED = new Pace.ClosedLoop(16);
    private static final int MANY_CONNECTIONS = 50;
    private static final int EXECUTE_CONNECTIONS = 16;
    private static final int EXECUTE_AGENTS = 8;
    private static final Pace EXECUTE_PIPELINED = new Pace.ClosedLoop(64);
    private static final int SUSTAINED_CONNECTIONS = 20;
    private static final int SUSTAINED_PER_SECOND = 1_000;
    private static final int CONNECTS = 100;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration BEFORE_IDLE = Duration.ofSeconds(2);
    private static final Duration ROUND_WARM_UP = Duration.ofMillis(200);
    private static final double FALLING = 0.95;
    private static final int STEADY_WARM_UPS = 3;
    private static final int MOST_WARM_UPS = 20;

    private final GatePlan plan;
    private final Launcher launcher;
    private final Path folder;
    private final PrintWriter progress;
    private final Measurements measurements = new Measurements();

    /** A gate that tells what it does on {@code progress}; {@code folder} is on the disk whose forces count. */
    public Gate(GatePlan plan, Launcher launcher, Path folder, PrintWriter progress) {
        this.plan = plan;
        this.launcher = launcher;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @throws IOException if a server did not start or broke; the message says which and why
     */
    public Measurements run() throws IOException, InterruptedException {
        measureStart();
        measureEngine();
        measureJournals();
        try (ServerProcess nio = launcher.nioEcho();
                ServerProcess vertx = launcher.vertxEcho();
                ServerProcess os = launcher.gateway(GatewayDurability.OS);
                ServerProcess disk = launcher.gateway(GatewayDurability.DISK)) {
            warmUp(nio, vertx, os, disk);
            for (int round = 1; round <= plan.rounds(); round++) {
                latencies(nio, os, disk);
                throughput(vertx, os, disk);
                say("round " + round + " of " + plan.rounds() + " done");
            }
            idle(os, disk);
        }
        return measurements;
    }

    private void measureStart() throws IOException, InterruptedException {
        for (int round = 0; round < plan.rounds(); round++) {
            try (ServerProcess gateway = launcher.gateway(GatewayDurability.DISK)) {
                measurements.add(Quantity.START_MILLIS, gateway.startTime().toNanos() / 1e6);
            }
        }
        say(String.format(
                Locale.ROOT,
                "started %d times, median %.0f ms",
                plan.rounds(),
                measurements.median(Quantity.START_MILLIS).orElseThrow()));
    }

    private void measureEngine() throws IOException {
        measurements.add(Quantity.ENGINE_STEP_NANOS, InProcess.least(EngineStepBenchmark.class, "step", plan));
        say("measured the engine");
    }

    private void measureJournals() throws IOException {
        new JournalTurns(plan, folder).measure(measurements);
        say("measured the journals");
    }

    private void warmUp(ServerProcess nio, ServerProcess vertx, ServerProcess os, ServerProcess disk)
            throws IOException {
        warmUp(vertx, MANY_CONNECTIONS, () -> new EchoWorkload(REQUEST_BYTES), PIPELINED);
        warmUp(os, MANY_CONNECTIONS, () -> new PingWorkload(REQUEST_BYTES), PIPELINED);
        warmUp(nio, 1, () -> new EchoWorkload(REQUEST_BYTES), ONE_AT_A_TIME);
        warmUp(os, 1, () -> new PingWorkload(REQUEST_BYTES), ONE_AT_A_TIME);
        for (ServerProcess gateway : new ServerProcess[] {os, disk}) {
            warmUp(gateway, 1, () -> new ExecuteWorkload(EXECUTE_AGENTS, "echo"), EXECUTE_PIPELINED);
            warmUp(gateway, 1, () -> new ExecuteWorkload(1, "echo"), ONE_AT_A_TIME);
        }
        say("warm");
    }

    /** Loads until the median falls no more: a slow machine's compilers take many times longer than a fast one's. */
    private void warmUp(ServerProcess server, int connections, Supplier<Workload> workloads, Pace pace)
            throws IOException {
        double least = Double.POSITIVE_INFINITY;
        int steady = 0;
        for (int turn = 0; turn < MOST_WARM_UPS && steady < STEADY_WARM_UPS; turn++) {
            double median = load("warm-up", server, connections, workloads.get(), pace, plan.warmUp())
                    .micros(50);
            steady = median < FALLING * least ? 0 : steady + 1;
            least = Math.min(least, median);
        }
    }

    private void latencies(ServerProcess nio, ServerProcess os, ServerProcess disk) throws IOException {
        measurements.add(Quantity.ECHO_MICROS, alone("echo", nio, new EchoWorkload(REQUEST_BYTES)));
        measurements.add(Quantity.PING_MICROS, alone("ping", os, new PingWorkload(REQUEST_BYTES)));
        measurements.add(Quantity.EXECUTE_OS_MICROS, alone("execute at os", os, new ExecuteWorkload(1, "echo")));
        measurements.add(Quantity.FORCE_MICROS, RawForce.medianMicros(folder));
        measurements.add(Quantity.EXECUTE_DISK_MICROS, alone("execute at disk", disk, new ExecuteWorkload(1, "echo")));
        LoadReport connects =
                ConnectProbe.run(disk.uri(), new PingWorkload(REQUEST_BYTES), CONNECTS, LoadPlan.DEFAULT_PATIENCE);
        measurements.addFailures("connect", connects);
        measurements.add(Quantity.CONNECT_MICROS, connects.micros(99));
    }

    private void throughput(ServerProcess vertx, ServerProcess os, ServerProcess disk) throws IOException {
        LoadReport echoes = load(
                "echo, pipelined",
                vertx,
                MANY_CONNECTIONS,
                new EchoWorkload(REQUEST_BYTES),
                PIPELINED,
                plan.measurement());
        measurements.add(Quantity.VERTX_PER_SECOND, echoes.perSecond());
        LoadReport pings = load(
                "ping, pipelined",
                os,
                MANY_CONNECTIONS,
                new PingWorkload(REQUEST_BYTES),
                PIPELINED,
                plan.measurement());
        measurements.add(Quantity.PING_PER_SECOND, pings.perSecond());
        LoadReport commands = load(
                "execute, pipelined",
                disk,
                EXECUTE_CONNECTIONS,
                new ExecuteWorkload(EXECUTE_AGENTS, "echo"),
                EXECUTE_PIPELINED,
                plan.measurement());
        measurements.add(Quantity.EXECUTE_PER_SECOND, commands.perSecond());
        LoadReport sustained = load(
                "execute at a fixed rate",
                disk,
                SUSTAINED_CONNECTIONS,
                new ExecuteWorkload(1, "echo"),
                new Pace.OpenLoop(SUSTAINED_PER_SECOND),
                plan.measurement());
        measurements.add(Quantity.SUSTAINED_MEAN_MICROS, sustained.meanMicros());
        measurements.add(Quantity.SUSTAINED_PER_SECOND, sustained.perSecond());
        measurements.add(Quantity.SUSTAINED_CONNECTIONS, sustained.connections());
    }

    private void idle(ServerProcess os, ServerProcess disk) throws InterruptedException {
        Thread.sleep(BEFORE_IDLE);
        long begin = System.nanoTime();
        Duration osBefore = os.cpuTime();
        Duration diskBefore = disk.cpuTime();
        Thread.sleep(IDLE);
        Duration osUsed = os.cpuTime().minus(osBefore);
        Duration diskUsed = disk.cpuTime().minus(diskBefore);
        Duration most = osUsed.compareTo(diskUsed) > 0 ? osUsed : diskUsed;
        measurements.add(Quantity.IDLE_CPU_PERCENT, 100.0 * most.toNanos() / (System.nanoTime() - begin));
    }

    /** The median of a workload on one connection, one request at a time, in microseconds. */
    private double alone(String run, ServerProcess server, Workload workload) throws IOException {
        return load(run, server, 1, workload, ONE_AT_A_TIME, plan.measurement()).micros(50);
    }

    private LoadReport load(
            String run, ServerProcess server, int connections, Workload workload, Pace pace, Duration duration)
            throws IOException {
        try {
            LoadReport report = LoadGenerator.run(new LoadPlan(
                    server.uri(), connections, workload, pace, ROUND_WARM_UP, duration, LoadPlan.DEFAULT_PATIENCE));
            measurements.addFailures(run, report);
            return report;
        } catch (IOException e) {
            throw new IOException(
                    "The run '" + run + "' failed: " + e.getMessage() + "\nThe server's output ended with:\n"
                            + server.outputText(),
                    e);
        }
    }

    private void say(String what) {
        progress.println(what);
        progress.flush();
    }
}
