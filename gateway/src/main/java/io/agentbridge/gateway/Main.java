package io.agentbridge.gateway;

import io.agentbridge.agents.claude.ClaudeCli;
import io.agentbridge.gateway.command.CommandLines;
import io.agentbridge.gateway.command.DoctorCommand;
import io.agentbridge.gateway.command.ExitCode;
import io.agentbridge.gateway.command.ExportCommand;
import io.agentbridge.gateway.command.HelpOption;
import io.agentbridge.gateway.command.InspectCommand;
import io.agentbridge.gateway.command.JournalCommand;
import io.agentbridge.gateway.command.ReplayCommand;
import io.agentbridge.gateway.command.StatsCommand;
import io.agentbridge.gateway.command.TailCommand;
import io.agentbridge.gateway.command.TokenCommand;
import io.agentbridge.gateway.configuration.CliLookup;
import io.agentbridge.gateway.configuration.ConfigurationException;
import io.agentbridge.gateway.http.HttpServer;
import io.agentbridge.journal.ChronicleJournal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line's entry. */
@Command(
        name = "agent-bridge",
        description = "One server through which people and programs drive, watch and coordinate CLI coding agents.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; standard error says why",
            "2:the command line is wrong",
            "5:a replay differs from the journal",
            "7:a journal is damaged, or not what a checkpoint says",
            "8:a checkpoint cannot be judged any more: what it was taken of was deleted"
        })
public final class Main {
    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean version;

    private Main() {}

    public static void main(String[] arguments) {
        Logging.configure();
        if (arguments.length > 0 && arguments[0].equals("run")) {
            loadAhead();
        }
        System.exit(run(arguments));
    }

    /**
     * On the other core, while this one reads the command line and the journal. What cannot be loaded cannot be loaded by the start
     * either, which says so.
     */
    private static void loadAhead() {
        Thread.ofPlatform().name("load-ahead").daemon().start(() -> {
            ChronicleJournal.loadAhead();
            HttpServer.loadAhead();
        });
    }

    private static int run(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        subcommands(List.of(arguments)).forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.getCommandSpec().version("agent-bridge " + Version.TEXT);
        try {
            CommandLines.prepare(line, List.of(arguments), System.getenv());
        } catch (ConfigurationException wrong) {
            System.err.println(wrong.getMessage());
            return ExitCode.USAGE;
        }
        if (arguments.length == 0) {
            line.usage(System.err);
            return ExitCode.USAGE;
        }
        return line.execute(arguments);
    }

    /**
     * The command that is named, or all of them where none is, for the help and for suggestions. To read the options of all takes a
     * tenth of a server's start.
     */
    private static Map<String, Supplier<Object>> subcommands(List<String> arguments) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", () -> new RunCommand(System.out, System.err));
        all.put("replay", () -> new ReplayCommand(System.out, System.err));
        all.put("tail", () -> new TailCommand(System.out, System.err));
        all.put("inspect", () -> new InspectCommand(System.out, System.err));
        all.put("export", () -> new ExportCommand(System.out, System.err));
        all.put("stats", () -> new StatsCommand(System.out, System.err));
        all.put("journal", () -> JournalCommand.of(System.out, System.err));
        all.put("doctor", () -> new DoctorCommand(Main::claude, System.out, System.err));
        all.put("token", () -> new TokenCommand(System.out, System.err));
        if (!arguments.isEmpty() && all.containsKey(arguments.getFirst())) {
            all.keySet().retainAll(Set.of(arguments.getFirst()));
        }
        return all;
    }

    private static CliLookup.Cli claude(String configuredPath, String searchPath) throws IOException {
        ClaudeCli found = ClaudeCli.find(configuredPath, searchPath);
        return new CliLookup.Cli(found.path(), found.version());
    }
}
