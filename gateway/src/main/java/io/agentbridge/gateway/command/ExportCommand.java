package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.story.Transcripts;
import io.agentbridge.journal.JournalFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a journal as lines of JSON, or conversations with agents as Markdown. */
@Command(
        name = "export",
        header = "Export a journal: lines of JSON, or a transcript per agent.",
        description = {
            "",
            "As jsonl, every event is a line. As markdown, every agent gets a transcript: what it was asked, said, used and"
                    + " was allowed. Reads the journal's files only; a server may be running on the same folder.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  agent-bridge export > events.jsonl                          all events",
            "  agent-bridge export --since 1d --agent worker-1-0a1b2c3d    an agent's last day",
            "  agent-bridge export --format markdown -o transcripts        a file for each agent",
            "  agent-bridge export --format markdown --agent ID            one transcript, to standard output"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the journal cannot be read, or a file not be written; standard error says why",
            "2:the command line is wrong"
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LOOK_AT_TARGET_EVENTS = 4_096;

    /** What to write. */
    enum Format {
        JSONL,
        MARKDOWN
    }

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(
            names = "--format",
            paramLabel = "jsonl|markdown",
            description = "What to write. Default: ${DEFAULT-VALUE}.",
            defaultValue = "jsonl")
    private Format format = Format.JSONL;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "The file to write, with markdown the folder. Default: standard output.")
    private Optional<Path> output = Optional.empty();

    private final PrintStream out;
    private final PrintStream errors;

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public ExportCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        EventFilter asked = filter.filter();
        if (format == Format.JSONL) {
            return JournalFolder.read(out, errors, () -> lines(asked));
        }
        if (asked.subjects().agents().isEmpty() && output.isEmpty()) {
            errors.println("Say which --agent, or a folder for all of them by --output");
            return ExitCode.USAGE;
        }
        if (asked.withAgents(Set.of()).chooses()) {
            errors.println(
                    "A transcript is chosen by --agent, --from, --to, --since and --until; the rest chooses lines");
            return ExitCode.USAGE;
        }
        return JournalFolder.read(out, errors, () -> transcripts(asked));
    }

    private int lines(EventFilter given) throws IOException {
        JournalFolder folder = new JournalFolder(data.folder());
        EventFilter asked = folder.byId(given, errors::println);
        EventLines lines = new EventLines();
        Predicate<Event> wanted = asked.matcher(folder.bodies());
        EventRange range = folder.rangeToTheEnd(asked);
        try (RecordedEvents events = folder.recordedEvents(range.first());
                PrintStream target = target()) {
            long read = 0;
            for (Event event = events.next();
                    event != null && event.sequence() <= range.last();
                    event = events.next()) {
                if (wanted.test(event)) {
                    lines.print(event, target);
                }
                if (++read % LOOK_AT_TARGET_EVENTS == 0) {
                    requireWritten(target);
                }
            }
            requireWritten(target);
        }
        return ExitCode.OK;
    }

    private PrintStream target() throws IOException {
        return new PrintStream(
                new BufferedOutputStream(output.isPresent() ? create(output.get()) : new Unclosed(out), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
    }

    private static OutputStream create(Path file) throws IOException {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new NotWrittenException(file, e);
        }
    }

    /** Flushes: to be asked now and then. */
    private static void requireWritten(PrintStream target) throws NotWrittenException {
        if (target.checkError()) {
            throw new NotWrittenException(
                    "Not everything could be written: the disk is full, or nobody reads the output any more");
        }
    }

    private int transcripts(EventFilter given) throws IOException {
        JournalFolder folder = new JournalFolder(data.folder());
        EventFilter asked = folder.byId(given, errors::println);
        Set<String> agents = asked.subjects().agents();
        Transcripts transcripts = new Transcripts(
                id -> agents.isEmpty() || agents.contains(id),
                folder.bodies(),
                output.isPresent() ? new TranscriptFiles(output.get()) : this::print);
        folder.agentsBefore(errors::println).forEach(transcripts::createdEarlier);
        Predicate<Event> wanted = asked.matcher(folder.bodies());
        try (RecordedEvents events = folder.recordedEvents(JournalFiles.OLDEST)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                // Each transcript begins with its agent, whenever that was created.
                if (event.fact() instanceof Fact.AgentCreated || wanted.test(event)) {
                    transcripts.add(event);
                }
            }
        }
        if (transcripts.finish() == 0) {
            errors.println(
                    "The journal knows no agent" + (agents.isEmpty() ? "" : " " + String.join(", ", agents)) + ".");
            return ExitCode.FAILURE;
        }
        return ExitCode.OK;
    }

    private void print(String agentId, String markdown) throws NotWrittenException {
        out.writeBytes(markdown.getBytes(StandardCharsets.UTF_8));
        requireWritten(out);
    }

    /** A file for each agent, opened for each piece: there may be more agents than files that a process may have open. */
    private static final class TranscriptFiles implements Transcripts.Target {
        private final Path folder;
        private final Set<String> begun = new HashSet<>();

        TranscriptFiles(Path folder) throws NotWrittenException {
            this.folder = folder;
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new NotWrittenException(folder, e);
            }
        }

        @Override
        public void append(String agentId, String markdown) throws NotWrittenException {
            Path file = folder.resolve(agentId + ".md");
            try {
                Files.writeString(
                        file,
                        markdown,
                        StandardOpenOption.CREATE,
                        begun.add(agentId) ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new NotWrittenException(file, e);
            }
        }
    }

    /** Standard output is flushed, not closed. */
    private static final class Unclosed extends OutputStream {
        private final PrintStream stream;

        Unclosed(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) {
            stream.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            stream.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (stream.checkError()) {
                throw new IOException("closed, or full");
            }
        }

        @Override
        public void close() {
            // Whoever owns it does.
        }
    }
}
