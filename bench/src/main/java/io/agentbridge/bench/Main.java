package io.agentbridge.bench;

import io.agentbridge.gateway.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. */
@Command(
        name = "bench",
        description = "Measures agent-bridge and holds it to its targets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GateCommand.class, LoadCommand.class, MicroCommand.class, PeerCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
