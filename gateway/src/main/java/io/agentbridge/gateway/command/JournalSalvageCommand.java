package io.agentbridge.gateway.command;

import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.journal.Damage;
import io.agentbridge.journal.Salvage;
import io.agentbridge.journal.SnapshotVerifier;
import io.agentbridge.journal.UnchainedRecords;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code journal salvage}: copies what is provably good, and says what was lost. */
@Command(
        name = "salvage",
        header = "Copy all that is provably good into another folder, and say what was lost.",
        description = {
            "",
            "Copies the records before the first damage as they are, the stored texts that hold what their names say, and"
                    + " the snapshots that fit. Whole records behind the damage are written to salvaged-unchained.txt,"
                    + " for people to read. With --newest it copies those behind the damage instead, where a snapshot"
                    + " leads into them: a server goes on from there as if nothing had happened, only the past before"
                    + " the snapshot is not in the copy. Never changes DIR; stop the server on it first. A server can start on the"
                    + " copy: its history bears another name, so that clients load afresh. Agents' folders and the"
                    + " token are not copied.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge journal salvage /srv/bridge --to /srv/bridge-past            what is before the damage",
            "  agent-bridge journal salvage /srv/bridge --to /srv/bridge-next --newest   what is behind it"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:copied; nothing was damaged or missing",
            "1:it could not be copied; standard error says why",
            "2:the command line is wrong",
            "7:copied what is good; something was lost"
        })
final class JournalSalvageCommand implements Callable<Integer> {
    @Mixin
    private final FolderArgument folder = new FolderArgument();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "NEWDIR",
            description = "The data folder to make; must not be there, or be empty.")
    private Path target = Path.of("");

    @Option(names = "--newest", description = "Copy what stands behind the damage, from a snapshot on.")
    private boolean newest;

    private final PrintStream out;
    private final PrintStream errors;

    JournalSalvageCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        DataFolder from = folder.folder();
        DataFolder to = new DataFolder(target);
        if (to.root()
                .toAbsolutePath()
                .normalize()
                .startsWith(from.root().toAbsolutePath().normalize())) {
            errors.println(to.root() + " lies in " + from.root() + ", which must not be changed; name another folder");
            return ExitCode.USAGE;
        }
        try {
            int exitCode = newest ? copyNewest(from, to) : copy(from, to);
            out.flush();
            return exitCode;
        } catch (NotDirectoryException | DirectoryNotEmptyException e) {
            return failed(e.getMessage() + ".");
        } catch (IOException e) {
            return failed(e.getMessage() + rest(from, to));
        }
    }

    private int failed(String message) {
        out.flush();
        errors.println("It could not be copied: " + message);
        return ExitCode.FAILURE;
    }

    private static String rest(DataFolder from, DataFolder to) {
        return "\n" + from.root() + " was not changed."
                + (Files.exists(to.root())
                        ? " What was copied is of no use by itself: delete " + to.root()
                                + ", and copy again when that is mended, or to another disk."
                        : "");
    }

    private int copy(DataFolder from, DataFolder to) throws IOException {
        Salvage.Result result = Salvage.copy(place(from), place(to), to.root(), new RecordLines()::of);
        print(result);
        boolean lost = result.damage().isPresent()
                || !result.spoiltBlobs().isEmpty()
                || !result.uselessSnapshots().isEmpty();
        return lost ? ExitCode.DAMAGED : ExitCode.OK;
    }

    private int copyNewest(DataFolder from, DataFolder to) throws IOException {
        Salvage.Newest result = Salvage.copyNewest(place(from), place(to), to.root());
        Salvage.Behind behind = result.behind();
        out.println("copied     the state at sequence " + behind.sequence() + ", and " + behind.records()
                + " records behind it up to sequence " + behind.lastSequence() + " of "
                + Instant.ofEpochMilli(behind.lastTimestampMillis()) + ", " + result.blobs() + " stored texts, "
                + result.snapshots() + " snapshots");
        out.println("epoch      " + result.epoch() + "; clients load afresh");
        out.println("damage     " + result.damage().describe());
        out.println("left out   all events up to sequence " + behind.sequence()
                + "; those before the damage are copied without --newest");
        printSpoilt(result.spoiltBlobs());
        return ExitCode.DAMAGED;
    }

    private void printSpoilt(List<String> blobs) {
        blobs.forEach(problem -> out.println("lost text  " + problem));
    }

    private static Salvage.Place place(DataFolder folder) {
        return new Salvage.Place(folder.journal(), folder.blobs(), folder.snapshots());
    }

    private void print(Salvage.Result result) {
        out.println("copied     " + result.records() + " records up to sequence " + result.lastSequence()
                + (result.records() == 0 ? "" : " of " + Instant.ofEpochMilli(result.lastTimestampMillis())) + ", "
                + result.blobs() + " stored texts, " + result.snapshots() + " snapshots");
        out.println("epoch      " + result.epoch() + "; clients load afresh");
        result.damage().ifPresent(damage -> printLoss(result, damage));
        printSpoilt(result.spoiltBlobs());
        for (SnapshotVerifier.Finding finding : result.uselessSnapshots()) {
            out.println("left out   " + finding.file() + ": " + finding.problem());
        }
        if (result.damage().isEmpty()) {
            out.println("lost       no record");
        }
    }

    private void printLoss(Salvage.Result result, Damage damage) {
        UnchainedRecords.Summary apart = result.apart();
        out.println("damage     " + damage.describe());
        if (result.knownThrough() > result.lastRecord()) {
            out.println("lost       " + (result.knownThrough() - result.lastRecord()) + " records, "
                    + (result.lastRecord() + 1) + " to " + result.knownThrough() + ", from sequence "
                    + damage.sequence()
                    + (apart.later() == 0 ? " on" : " to " + apart.lastSequence())
                    + ": " + result.lostRecords() + " of them without a trace, " + apart.later() + " put aside");
        } else {
            out.println("lost       no record that is known of, but what stood behind record " + result.lastRecord());
        }
        out.println("put aside  " + apart.records() + " whole records, " + apart.bytes() + " bytes"
                + (apart.records() == 0 ? "" : ", in salvaged-unchained.txt")
                + (apart.later() == 0
                        ? ""
                        : ": sequences " + apart.firstSequence() + " to " + apart.lastSequence() + ", from "
                                + Instant.ofEpochMilli(apart.firstTimestampMillis()) + " on"));
        out.println("bytes      " + apart.otherBytes() + " behind the damage are in no whole record");
        result.behind()
                .ifPresent(behind -> out.println("behind     a snapshot of the state at sequence " + behind.sequence()
                        + ", and " + behind.records() + " records that follow it up to sequence "
                        + behind.lastSequence()
                        + ": with --newest a server can go on from there instead"));
    }
}
