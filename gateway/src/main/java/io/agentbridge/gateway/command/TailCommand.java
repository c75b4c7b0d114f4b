package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.gateway.codec.CodecException;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
            "  agent-bridge tail --from 1 --task T1 | jq .task       the life of a task"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the journal cannot be read; standard error says why", "2:the command line is wrong"
        })
public final class TailCommand implements Callable<Integer> {
    private static final int MAX_LINES = 1_000_000;
    private static final long POLL_MILLIS = 50;

    @Mixin
    private final DataOption data = new DataOption();

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

    @Option(names = "--agent", paramLabel = "ID", description = "Events about this agent only.")
    private Optional<String> agent = Optional.empty();

    @Option(names = "--task", paramLabel = "ID", description = "Events about this task and its commands only.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            converter = EventTypeConverter.class,
            description = "Events of these types only, as they stand in \"type\".")
    private List<EventType> types = List.of();

    @Option(names = "--from", paramLabel = "SEQUENCE", description = "The first event to show.")
    private Optional<Long> from = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Events from then on: an instant like 2026-11-23T21:00:00Z, or a time ago like 90s, 10m, 2h, 1d.")
    private Optional<Long> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Events until then, likewise.")
    private Optional<Long> until = Optional.empty();

    private final PrintStream out;
    private final PrintStream errors;
    private final StepCodec codec = new StepCodec();
    private final EventLines lines = new EventLines();

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public TailCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        int newest = count.orElse(from.isPresent() || since.isPresent() ? MAX_LINES : 10);
        if (newest < 0 || newest > MAX_LINES || from.orElse(1L) < 1) {
            errors.println("--lines must be from 0 to " + MAX_LINES + ", and --from a sequence from 1 on");
            return ExitCode.USAGE;
        }
        Set<EventType> ofTypes = EnumSet.noneOf(EventType.class);
        ofTypes.addAll(types);
        EventFilter filter =
                new EventFilter(agent, task, ofTypes, since.orElse(Long.MIN_VALUE), until.orElse(Long.MAX_VALUE));
        try (JournalReader reader = JournalFiles.readOnly(data.folder().journal(), from.orElse(JournalFiles.OLDEST))) {
            boolean all = count.isEmpty() && (from.isPresent() || since.isPresent());
            if (all) {
                while (printNext(reader, filter)) {
                    // On to the end of what is there.
                }
            } else {
                printNewest(reader, filter, newest);
            }
            out.flush();
            if (follow) {
                follow(reader, filter);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            out.flush();
            errors.println("The journal cannot be read: " + e.getMessage());
            return ExitCode.FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.flush();
            return ExitCode.OK;
        }
    }

    private void printNewest(JournalReader reader, EventFilter filter, int newest) throws IOException {
        ArrayDeque<Event> kept = new ArrayDeque<>();
        for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
            for (Event event : events(next.get())) {
                if (filter.matches(event)) {
                    kept.addLast(event);
                    if (kept.size() > newest) {
                        kept.removeFirst();
                    }
                }
            }
        }
        kept.forEach(event -> lines.print(event, out));
    }

    /** Ends when interrupted, or when nobody reads any more what is printed. */
    private void follow(JournalReader reader, EventFilter filter) throws IOException, InterruptedException {
        while (!out.checkError()) {
            if (!printNext(reader, filter)) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private boolean printNext(JournalReader reader, EventFilter filter) throws IOException {
        Optional<JournalRecord> next = reader.next();
        if (next.isEmpty()) {
            return false;
        }
        for (Event event : events(next.get())) {
            if (filter.matches(event)) {
                lines.print(event, out);
            }
        }
        return true;
    }

    private List<Event> events(JournalRecord record) throws IOException {
        if (record.isMark()) {
            return List.of();
        }
        try {
            List<Event> events = codec.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis());
            long first = from.orElse(1L);
            return record.firstSequence() >= first
                    ? events
                    : events.stream().filter(event -> event.sequence() >= first).toList();
        } catch (CodecException e) {
            throw new IOException("record " + record.number() + ": " + e.getMessage(), e);
        }
    }
}
