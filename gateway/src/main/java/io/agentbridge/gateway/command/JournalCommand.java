package io.agentbridge.gateway.command;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code journal}: the commands for whoever wants to know whether a journal is in order, or has one that is not. */
@Command(
        name = "journal",
        header = "Check, salvage or vouch for a journal.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  agent-bridge journal verify                           is everything as it was written?",
            "  agent-bridge journal salvage DIR --to COPY            a clean copy of what is good",
            "  agent-bridge journal seal > checkpoint                what is there now, in a line to keep elsewhere",
            "  agent-bridge journal check DIR \"$(cat checkpoint)\"    is that history still the same?"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it could not be done; standard error says why",
            "2:the command line is wrong",
            "7:the journal, or what belongs to it, is damaged or was changed",
            "8:a checkpoint cannot be judged any more: what it was taken of was deleted"
        })
public final class JournalCommand implements Runnable {
    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    private JournalCommand() {}

    /** The command with its own commands; they print to {@code out} and complain to {@code errors}. */
    public static CommandLine of(PrintStream out, PrintStream errors) {
        return new CommandLine(new JournalCommand())
                .addSubcommand(new JournalVerifyCommand(out, errors))
                .addSubcommand(new JournalSalvageCommand(out, errors))
                .addSubcommand(new JournalSealCommand(out, errors))
                .addSubcommand(new JournalCheckCommand(out, errors));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command: verify, salvage, seal or check?");
    }
}
