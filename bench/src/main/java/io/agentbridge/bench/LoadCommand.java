package io.agentbridge.bench;

import io.agentbridge.bench.load.ConnectProbe;
import io.agentbridge.bench.load.EchoWorkload;
import io.agentbridge.bench.load.ExecuteWorkload;
import io.agentbridge.bench.load.LoadGenerator;
import io.agentbridge.bench.load.LoadPlan;
import io.agentbridge.bench.load.LoadReport;
import io.agentbridge.bench.load.Pace;
import io.agentbridge.bench.load.PingWorkload;
import io.agentbridge.bench.load.ReportText;
import io.agentbridge.bench.load.Workload;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run of the load generator against a server that is there. */
@Command(
        name = "load",
        description = "Loads a running server. Exits 1 if an answer was wrong or lost.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    /** The workloads there are. */
    enum Kind {
        echo,
        ping,
        execute,
        connect
    }

    @Parameters(description = "The server: ws://HOST:PORT")
    private URI server = URI.create("ws://127.0.0.1:8765");

    @Option(names = "--workload", defaultValue = "ping", description = "One of ${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.ping;

    @Option(names = "--connections", defaultValue = "1", description = "How many connections.")
    private int connections;

    @Option(names = "--rate", defaultValue = "0", description = "Open loop: requests a second over all connections.")
    private int rate;

    @Option(names = "--depth", defaultValue = "1", description = "Closed loop: open requests on each connection.")
    private int depth;

    @Option(names = "--seconds", defaultValue = "10", description = "How long to measure.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before that, which do not count.")
    private int warmUpSeconds;

    @Option(names = "--agents", defaultValue = "1", description = "execute: agents of each connection.")
    private int agents;

    @Option(names = "--backend", defaultValue = "echo", description = "execute: the agents' backend.")
    private String backend = "echo";

    @Option(names = "--bytes", defaultValue = "300", description = "echo and ping: size of a request.")
    private int bytes;

    @Option(names = "--count", defaultValue = "1000", description = "connect: how many connections, one by one.")
    private int count;

    @Override
    public Integer call() throws Exception {
        LoadReport report =
                switch (kind) {
                    case echo -> run(new EchoWorkload(bytes));
                    case ping -> run(new PingWorkload(bytes));
                    case execute -> run(new ExecuteWorkload(agents, backend));
                    case connect -> ConnectProbe.run(server, new PingWorkload(bytes), count, LoadPlan.DEFAULT_PATIENCE);
                };
        System.out.print(ReportText.of(kind.name(), report));
        return report.failures() == 0 ? 0 : 1;
    }

    private LoadReport run(Workload workload) throws Exception {
        Pace pace = rate > 0 ? new Pace.OpenLoop(rate) : new Pace.ClosedLoop(depth);
        return LoadGenerator.run(new LoadPlan(
                server,
                connections,
                workload,
                pace,
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds),
                LoadPlan.DEFAULT_PATIENCE));
    }
}
