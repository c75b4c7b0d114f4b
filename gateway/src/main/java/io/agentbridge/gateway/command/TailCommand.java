package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.log.JournalEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tail}: shows events of a journal as they come, whether or not a server is at work on it. */
@Command(
        name = "tail",
        header = "Show events of a journal, and follow it.",
        description = {
            "",
            "Prints events as lines of JSON. Reads the journal's files only, so it needs no server and no token, and does"
                    + " not disturb a running one.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge tail                                     the newest ten events",
            "  agent-bridge tail --follow --agent worker-1-0a1b2c3d  what an agent does, as it happens",
            "  agent-bridge tail --type command_ended --since 1h     commands that ended in the last hour",
            "  agent-bridge tail --text \"no such file\" -n 3         the last three times that somebody said so",
            "  agent-bridge tail --from 1 --task T1 | jq .task       the life of a task"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the journal cannot be read; standard error says why", "2:the command line is wrong"
        })
public final class TailCommand implements Callable<Integer> {
    private static final int DEFAULT_LINES = 10;
    private static final int MAX_LINES = 1_000_000;
    private static final long POLL_MILLIS = 50;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many of the newest events to begin with. Default: 10; all with --from or --since.")
    private Optional<Integer> count = Optional.empty();

    private final PrintStream out;
    private final PrintStream errors;
    private final EventLines lines = new EventLines();

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public TailCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        EventFilter given = filter.filter();
        boolean all = count.isEmpty() && (given.from() != Long.MIN_VALUE || given.sinceMillis() != Long.MIN_VALUE);
        int newest = count.orElse(DEFAULT_LINES);
        if (newest < 0 || newest > MAX_LINES) {
            errors.println("--lines must be from 0 to " + MAX_LINES);
            return ExitCode.USAGE;
        }
        return JournalFolder.read(out, errors, () -> {
            JournalFolder folder = new JournalFolder(data.folder());
            EventFilter asked = folder.byId(given, errors::println);
            JournalEvents events = folder.events();
            Predicate<Event> wanted = asked.matcher(folder.bodies());
            EventRange range = folder.range(asked);
            if (all) {
                printAll(events, wanted, range);
            } else {
                new NewestEvents(events, wanted, range).find(newest).forEach(event -> lines.print(event, out));
            }
            if (follow) {
                follow(events, wanted, Math.max(range.last(), range.first() - 1));
            }
            return ExitCode.OK;
        });
    }

    private void printAll(JournalEvents events, Predicate<Event> wanted, EventRange range) throws IOException {
        try (JournalEvents.Reader reader = events.after(range.first() - 1)) {
            for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                print(reader.nextThatIsThere(), wanted);
            }
        }
    }

    private void print(Event event, Predicate<Event> wanted) {
        if (wanted.test(event)) {
            lines.print(event, out);
        }
    }

    /** Ends when interrupted, or when nobody reads any more what is printed. */
    private void follow(JournalEvents events, Predicate<Event> wanted, long after) throws IOException {
        try (JournalEvents.Reader reader = events.after(after)) {
            while (!out.checkError()) {
                for (Event event = reader.next(); event != null; event = reader.next()) {
                    print(event, wanted);
                }
                try {
                    Thread.sleep(POLL_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
