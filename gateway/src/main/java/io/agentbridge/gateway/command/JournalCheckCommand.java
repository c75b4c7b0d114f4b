package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.journal.Checkpoint;
import io.agentbridge.journal.Checkpoints;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code journal check}: holds a journal to a checkpoint. */
@Command(
        name = "check",
        header = "Say whether the journal still holds exactly the history that a checkpoint was taken of.",
        description = {
            "",
            "Finds any record at or before the checkpoint that was changed, removed, inserted or moved, also if checksums"
                    + " and chain were made anew by somebody who knows how. Reads only.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge journal check /srv/bridge \"$(tail -n 1 /mnt/elsewhere/checkpoints)\"",
            "  agent-bridge journal check checkpoint=1,epoch=…,from=…,record=…,sequence=…,time=…,sha256=…"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it does",
            "1:the journal cannot be read; standard error says why",
            "2:the command line is wrong, or the checkpoint is none",
            "7:it does not",
            "8:that cannot be told any more: retention has deleted what the checkpoint was taken of"
        })
final class JournalCheckCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Parameters(
            arity = "1..2",
            paramLabel = "[DIR] CHECKPOINT",
            hideParamSyntax = true,
            description = "The data folder (default: that of --data), and the line that \"journal seal\" printed.")
    private List<String> parameters = List.of();

    private final PrintStream out;
    private final PrintStream errors;

    JournalCheckCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(parameters.getLast());
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return ExitCode.USAGE;
        }
        DataFolder folder = parameters.size() == 1 ? data.folder() : new DataFolder(Path.of(parameters.getFirst()));
        return JournalFolder.read(
                out, errors, () -> report(checkpoint, Checkpoints.check(folder.journal(), checkpoint)));
    }

    private int report(Checkpoint checkpoint, Checkpoints.Outcome outcome) {
        String what = "records " + checkpoint.from() + " to " + checkpoint.record() + " (sequences to "
                + checkpoint.sequence() + ")";
        String message =
                switch (outcome) {
                    case Checkpoints.Outcome.Same _ -> what + " are exactly what they were";
                    case Checkpoints.Outcome.Deleted(String reason) ->
                        what + " cannot be confirmed: deleted; " + reason + ". A later checkpoint can be";
                    case Checkpoints.Outcome.Other(String reason) ->
                        what + " are NOT what they were: " + reason
                                + ". Somebody changed the journal; keep it, and restore a backup";
                    case Checkpoints.Outcome.Missing(String reason) ->
                        what + " are NOT all there: " + reason
                                + ". Is it the right folder? If so, keep it, and restore a backup";
                };
        out.println(message);
        return switch (outcome) {
            case Checkpoints.Outcome.Same _ -> ExitCode.OK;
            case Checkpoints.Outcome.Deleted _ -> ExitCode.DELETED;
            case Checkpoints.Outcome.Other _, Checkpoints.Outcome.Missing _ -> ExitCode.DAMAGED;
        };
    }
}
