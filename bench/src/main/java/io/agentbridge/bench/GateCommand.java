package io.agentbridge.bench;

import io.agentbridge.bench.gate.Gate;
import io.agentbridge.bench.gate.GatePlan;
import io.agentbridge.bench.gate.GateTable;
import io.agentbridge.bench.gate.Launcher;
import io.agentbridge.bench.gate.Measurements;
import io.agentbridge.bench.gate.Target;
import io.agentbridge.bench.gate.Targets;
import io.agentbridge.bench.life.JournalFolder;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the gateway against its peers and its targets. */
@Command(
        name = "gate",
        description = "Starts the gateway and its peers, measures them in turns, and prints one table.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every target is met", "1:it could not be measured", "6:a target is missed"})
final class GateCommand implements Callable<Integer> {
    private static final int TARGET_MISSED = 6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private Length length = new Length();

    /** How thorough. */
    static final class Length {
        @Option(names = "--quick", description = "A minute or two, for a build.")
        private boolean quick;

        @Option(names = "--long", description = "A quarter of an hour or more, for figures to be trusted.")
        private boolean thorough;

        GatePlan plan() {
            if (quick) {
                return GatePlan.QUICK;
            }
            return thorough ? GatePlan.LONG : GatePlan.STANDARD;
        }
    }

    @Option(names = "--strict", description = "Fail on what is only aimed at, too.")
    private boolean strict;

    @Option(names = "--gateway", defaultValue = "gateway/target/gateway.jar", description = "The gateway's jar.")
    private Path gateway = Path.of("");

    @Option(
            names = "--data",
            defaultValue = "bench/target",
            description = "A folder on the disk to measure; what the run leaves in it is deleted.")
    private Path data = Path.of("");

    @Option(names = "--json", defaultValue = "", description = "Write the table to this file as JSON, too.")
    private String json = "";

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = JournalFolder.createIn(Files.createDirectories(data));
        Measurements measurements;
        try {
            out.println(machine());
            measurements = new Gate(length.plan(), new Launcher(gateway, folder), folder, out).run();
        } finally {
            JournalFolder.delete(folder);
        }
        List<Target> targets = Targets.of(measurements);
        out.println();
        out.print(GateTable.text(targets));
        measurements.reasons().forEach(out::println);
        out.flush();
        if (!json.isEmpty()) {
            Files.writeString(Path.of(json), GateTable.json(targets));
        }
        boolean met = targets.stream().filter(target -> strict || target.must()).allMatch(Target::isMet);
        return met ? 0 : TARGET_MISSED;
    }

    private static String machine() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int cores = Runtime.getRuntime().availableProcessors();
        return String.format(
                "%s %s, %d cores, Java %s, load average %.1f%s",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                cores,
                Runtime.version(),
                load,
                load > cores / 2.0 ? ": other work is running, tails and absolutes are not to be trusted" : "");
    }
}
