package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.story.Life;
import io.agentbridge.gateway.story.Story;
import io.agentbridge.journal.JournalFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
            "  agent-bridge inspect agent worker-1795451536-d03e7f44   what it went through",
            "  agent-bridge inspect agent reviewer                     the same, by its name",
            "  agent-bridge inspect task T1                            attempts, what was said, the end",
            "  agent-bridge inspect command 629be6c3 --full            every event, every text whole"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:told",
            "1:there is no such thing in the journal, or it cannot be read; standard error says why",
            "2:the command line is wrong"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final int MAX_NAMED = 10;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "agent|task|command", description = "What it is.")
    private Life.Subject subject = Life.Subject.AGENT;

    @Parameters(index = "1", paramLabel = "ID", description = "Its id, how that begins, or an agent's name.")
    private String id = "";

    @Option(
            names = "--full",
            description =
                    "Tell every event, and texts to their end. Default: not what the others imply, and the first 400"
                            + " characters of a text.")
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
        if (tell(folder, id)) {
            return ExitCode.OK;
        }
        List<String> meant = idsThatMayBeMeant(folder);
        String kind = subject.name().toLowerCase(Locale.ROOT);
        if (meant.size() == 1 && tell(folder, meant.getFirst())) {
            return ExitCode.OK;
        }
        errors.println(
                switch (meant.size()) {
                    case 0 -> "The journal knows no " + kind + " " + id + ".";
                    case 1 -> "The journal holds nothing of " + kind + " " + meant.getFirst() + " any more.";
                    default -> "Which " + kind + "? " + id + " may be " + String.join(", ", meant);
                });
        return ExitCode.FAILURE;
    }

    /** Returns whether there was something to tell. */
    private boolean tell(JournalFolder folder, String wholeId) throws IOException {
        Story story = new Story(new Life(subject, wholeId), folder.bodies(), full);
        folder.agentsBefore(errors::println).forEach(story::createdEarlier);
        boolean known = false;
        try (RecordedEvents events = folder.recordedEvents(JournalFiles.OLDEST)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                known |= print(story.told(event));
            }
        }
        print(story.end());
        return known;
    }

    private boolean print(String lines) {
        out.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
        return !lines.isEmpty();
    }

    private boolean isNameOf(String known, Event event) {
        return subject == Life.Subject.AGENT
                && event.fact() instanceof Fact.AgentCreated created
                && created.agent().id().equals(known)
                && created.agent().name().equals(id);
    }

    /** At most {@link #MAX_NAMED}, in the order of their first events. */
    private List<String> idsThatMayBeMeant(JournalFolder folder) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        if (subject == Life.Subject.AGENT) {
            folder.agentsBefore(errors::println).stream()
                    .filter(agent -> agent.name().equals(id))
                    .forEach(agent -> ids.add(agent.id()));
        }
        try (RecordedEvents events = folder.recordedEvents(JournalFiles.OLDEST)) {
            for (Event event = events.next(); event != null && ids.size() < MAX_NAMED; event = events.next()) {
                for (String known : Life.idsOf(subject, event)) {
                    if (known.startsWith(id) || isNameOf(known, event)) {
                        ids.add(known);
                    }
                }
            }
        }
        return List.copyOf(ids);
    }
}
