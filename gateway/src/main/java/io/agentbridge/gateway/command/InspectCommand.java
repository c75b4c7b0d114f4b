package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.story.Life;
import io.agentbridge.gateway.story.Story;
import io.agentbridge.journal.JournalFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}: the whole life of one agent, task or command, told for people. */
@Command(
        name = "inspect",
        header = "Tell the life of an agent, a task or a command.",
        description = {
            "",
            "Reads the journal's files only, so it needs no server and no token, and does not disturb a running one.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge inspect agent worker-1795451536-d03e7f44   all it went through",
            "  agent-bridge inspect task T1                            its attempts, what was said, how it ended",
            "  agent-bridge inspect command command-12-0a1b2c3d --full with every text whole"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:told",
            "1:there is no such thing in the journal, or it cannot be read; standard error says why",
            "2:the command line is wrong"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final int SHORT_CHARS = 400;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "agent|task|command", description = "What it is.")
    private Life.Subject subject = Life.Subject.AGENT;

    @Parameters(index = "1", paramLabel = "ID", description = "Its id.")
    private String id = "";

    @Option(names = "--full", description = "Show every text whole. Default: the first 400 characters.")
    private boolean full;

    private final PrintStream out;
    private final PrintStream errors;

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public InspectCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        return JournalFolder.read(out, errors, this::tell);
    }

    private int tell() throws IOException {
        JournalFolder folder = new JournalFolder(data.folder());
        Life life = new Life(subject, id);
        Story story = new Story(folder.bodies(), full ? Integer.MAX_VALUE : SHORT_CHARS);
        boolean known = false;
        try (JournalEvents.Reader events = folder.events(JournalFiles.OLDEST)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (life.contains(event)) {
                    known = true;
                    out.writeBytes((story.told(event) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        if (!known) {
            errors.println(
                    "The journal knows no " + subject.name().toLowerCase(java.util.Locale.ROOT) + " " + id + ".");
            return ExitCode.FAILURE;
        }
        return ExitCode.OK;
    }
}
