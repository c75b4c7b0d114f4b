package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.Check;
import io.agentbridge.gateway.configuration.Checkup;
import io.agentbridge.gateway.configuration.CliLookup;
import io.agentbridge.gateway.configuration.Configuration;
import io.agentbridge.gateway.configuration.ConfigurationException;
import io.agentbridge.gateway.configuration.ConfigurationOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: says whether a server can run here as it is configured, and what to do if not. */
@Command(
        name = "doctor",
        header = "Check whether a server can run here.",
        description = {
            "",
            "Takes the options of \"run\" and checks Java, the data folder, the disk, the journal, the port and the CLI of"
                    + " the agents. Changes nothing.",
            ""
        },
        footer = {"", "Examples:", "  agent-bridge doctor", "  agent-bridge doctor --port 9000 --backend echo"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it can",
            "1:it cannot; the lines that begin with \"fail\" say why",
            "2:the configuration is wrong"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    private final CliLookup claude;
    private final PrintStream out;
    private final PrintStream errors;

    public DoctorCommand(CliLookup claude, PrintStream out, PrintStream errors) {
        this.claude = claude;
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        Configuration configuration;
        try {
            configuration = options.configuration();
        } catch (ConfigurationException e) {
            errors.println(e.getMessage());
            return ExitCode.USAGE;
        }
        List<Check> checks = new Checkup(configuration, claude, System.getenv()).run();
        boolean failed = false;
        for (Check check : checks) {
            out.printf(
                    Locale.ROOT,
                    "%-4s  %-11s  %s%s%n",
                    check.outcome().name().toLowerCase(Locale.ROOT),
                    check.subject(),
                    check.finding(),
                    check.advice().isEmpty() ? "" : "; " + check.advice());
            failed |= check.outcome() == Check.Outcome.FAIL;
        }
        return failed ? ExitCode.FAILURE : ExitCode.OK;
    }
}
