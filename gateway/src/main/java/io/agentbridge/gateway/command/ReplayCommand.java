package io.agentbridge.gateway.command;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.SnapshotLine;
import io.agentbridge.gateway.configuration.DataFolder;
import io.agentbridge.gateway.replay.EventListener;
import io.agentbridge.gateway.replay.Replay;
import io.agentbridge.gateway.replay.ReplayException;
import io.agentbridge.gateway.replay.Verification;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: shows what a journal holds, the state at any sequence, and whether it is decided alike once more. */
@Command(
        name = "replay",
        header = "Replay a journal: its events, the state at any point, or a proof.",
        description = {
            "",
            "Applies the recorded events, holds each record to the state hash that it bears, and prints the events as"
                    + " lines of JSON. Reads only; a server may be running on the same folder.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge replay                        all events, one line each",
            "  agent-bridge replay --from 100 --to 200    events 100 to 200",
            "  agent-bridge replay --state --to 1000      the state after event 1000",
            "  agent-bridge replay --verify               decide every recorded input again and compare"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and with --verify: decided alike",
            "1:the journal cannot be read; standard error says why",
            "2:the command line is wrong",
            "5:the journal does not replay to what it recorded"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(names = "--from", paramLabel = "SEQUENCE", description = "The first event to print. Default: the oldest.")
    private Optional<Long> from = Optional.empty();

    @Option(names = "--to", paramLabel = "SEQUENCE", description = "The last event to replay. Default: the newest.")
    private long to = Long.MAX_VALUE;

    @Option(names = "--state", description = "Print the state after the last event, as one JSON object.")
    private boolean state;

    @Option(
            names = "--verify",
            description = "Decide every recorded input again, at its recorded time, and compare events and state"
                    + " hashes; print what differs.")
    private boolean verify;

    private final PrintStream out;
    private final PrintStream errors;

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public ReplayCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        if ((from.isPresent() && from.get() < 1) || to < 1 || (state && verify)) {
            errors.println("--from and --to are sequences from 1 on, and --state and --verify exclude one another");
            return ExitCode.USAGE;
        }
        return JournalFolder.read(out, errors, () -> {
            try {
                return verify ? verify(data.folder()) : replay(data.folder());
            } catch (ReplayException e) {
                out.flush();
                errors.println(e.getMessage());
                return ExitCode.REPLAY_MISMATCH;
            }
        });
    }

    private int replay(DataFolder folder) throws IOException {
        long first = from.isPresent() ? from.get() : JournalFiles.firstSequence(folder.journal());
        Replay replay =
                Replay.from(new JournalFolder(folder).snapshot(state ? to : Math.min(first - 1, to), errors::println));
        EventLines lines = new EventLines();
        EventListener printer = state ? EventListener.NONE : event -> print(event, first, lines);
        try (JournalReader reader =
                JournalFiles.readOnly(folder.journal(), replay.state().sequence() + 1)) {
            replay.run(reader, to, printer);
        }
        if (state) {
            new SnapshotLine(replay.state().snapshot()).print(out);
        }
        return ExitCode.OK;
    }

    private void print(Event event, long first, EventLines lines) {
        if (event.sequence() >= first) {
            lines.print(event, out);
        }
    }

    private int verify(DataFolder folder) throws IOException {
        long first = JournalFiles.firstSequence(folder.journal());
        Optional<Snapshot> base =
                first == 1 ? Optional.empty() : new JournalFolder(folder).snapshot(first - 1, errors::println);
        Verification verification = base.isPresent() ? Verification.from(base.get()) : Verification.fromStart();
        Verification.Result result;
        try (JournalReader reader = JournalFiles.readOnly(folder.journal(), first)) {
            result = verification.run(reader, to);
        }
        result.described().forEach(difference -> out.println(difference.report()));
        out.println(result.records() + " records with " + result.events() + " events: "
                + (result.isAlike() ? "decided alike" : result.bindingDiffering() + " decided otherwise")
                + (result.differing() == result.bindingDiffering()
                        ? ""
                        : ", " + (result.differing() - result.bindingDiffering())
                                + " of an earlier behaviour level decided otherwise"));
        return result.isAlike() ? ExitCode.OK : ExitCode.REPLAY_MISMATCH;
    }
}
