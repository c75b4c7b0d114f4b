package io.agentbridge.gateway.command;

import io.agentbridge.journal.Checkpoints;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code journal seal}: prints a checkpoint. */
@Command(
        name = "seal",
        header = "Print a checkpoint of the journal, in one line to keep elsewhere.",
        description = {
            "",
            "The line holds a SHA-256 over every record. As long as \"journal check\" confirms it, nobody has changed,"
                    + " removed, inserted or moved any of them. Reads only; beside a running server it covers what is"
                    + " known to be forced.",
            ""
        },
        footer = {"", "Examples:", "  agent-bridge journal seal >> /mnt/elsewhere/checkpoints"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:there is no sound record to vouch for; standard error says why",
            "2:the command line is wrong"
        })
final class JournalSealCommand implements Callable<Integer> {
    @Mixin
    private final FolderArgument folder = new FolderArgument();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    private final PrintStream out;
    private final PrintStream errors;

    JournalSealCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        try {
            out.println(Checkpoints.take(folder.folder().journal()).line());
            out.flush();
            return ExitCode.OK;
        } catch (IOException e) {
            errors.println("There is no checkpoint: " + e.getMessage());
            return ExitCode.FAILURE;
        }
    }
}
