package io.agentbridge.gateway.command;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.log.JournalEvents;
import io.agentbridge.gateway.replay.RecordedEvents;
import io.agentbridge.gateway.story.Life;
import io.agentbridge.gateway.story.Transcript;
import io.agentbridge.gateway.wire.BodyReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "  agent-bridge export --format markdown --to transcripts      a file for each agent",
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

    /** What to write. */
    enum Format {
        JSONL,
        MARKDOWN
    }

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private final HelpOption help = new HelpOption();

    @Option(
            names = "--format",
            paramLabel = "jsonl|markdown",
            description = "What to write. Default: ${DEFAULT-VALUE}.",
            defaultValue = "jsonl")
    private Format format = Format.JSONL;

    @Option(names = "--agent", paramLabel = "ID", description = "This agent only.")
    private Optional<String> agent = Optional.empty();

    @Option(names = "--task", paramLabel = "ID", description = "With jsonl: events about this task only.")
    private Optional<String> task = Optional.empty();

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

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "The file to write, with markdown the folder. Default: standard output.")
    private Optional<Path> to = Optional.empty();

    private final PrintStream out;
    private final PrintStream errors;

    /** A command that prints to {@code out}, in UTF-8 whatever its charset, and complains to {@code errors}. */
    public ExportCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    @Override
    public Integer call() {
        if (format == Format.MARKDOWN && agent.isEmpty() && to.isEmpty()) {
            errors.println("Say which --agent, or a folder for all of them by --to");
            return ExitCode.USAGE;
        }
        return JournalFolder.read(out, errors, format == Format.JSONL ? this::lines : this::transcripts);
    }

    private EventFilter filter() {
        return new EventFilter(
                agent,
                task,
                EnumSet.noneOf(io.agentbridge.gateway.codec.EventType.class),
                since.orElse(Long.MIN_VALUE),
                until.orElse(Long.MAX_VALUE));
    }

    private int lines() throws IOException {
        EventFilter filter = filter();
        EventLines lines = new EventLines();
        try (RecordedEvents events = new JournalFolder(data.folder()).recordedEvents(1);
                PrintStream target = target()) {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (filter.matches(event)) {
                    lines.print(event, target);
                }
            }
            if (target.checkError()) {
                throw new IOException("not everything could be written");
            }
        }
        return ExitCode.OK;
    }

    private PrintStream target() throws IOException {
        OutputStream target = to.isPresent() ? Files.newOutputStream(to.get()) : new Unclosed(out);
        return new PrintStream(new BufferedOutputStream(target, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    private int transcripts() throws IOException {
        JournalFolder folder = new JournalFolder(data.folder());
        BodyReader bodies = folder.bodies();
        EventFilter filter = filter();
        Map<String, Conversation> conversations = new LinkedHashMap<>();
        try (JournalEvents.Reader events = folder.events(1)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (event.fact() instanceof Fact.AgentCreated created
                        && isWanted(created.agent().id())) {
                    String id = created.agent().id();
                    conversations.put(id, new Conversation(id, bodies));
                }
                if (!filter.matches(event) && !(event.fact() instanceof Fact.AgentCreated)) {
                    continue;
                }
                for (Conversation conversation : conversations.values()) {
                    conversation.add(event);
                }
            }
        }
        if (conversations.isEmpty()) {
            errors.println(
                    "The journal knows no agent" + agent.map(id -> " " + id).orElse("") + ".");
            return ExitCode.FAILURE;
        }
        for (Conversation conversation : conversations.values()) {
            conversation.write();
        }
        return ExitCode.OK;
    }

    private boolean isWanted(String agentId) {
        return agent.isEmpty() || agent.get().equals(agentId);
    }

    /** One agent's transcript on its way. */
    private final class Conversation {
        private final String agentId;
        private final Life life;
        private final Transcript transcript;

        Conversation(String agentId, BodyReader bodies) {
            this.agentId = agentId;
            this.life = new Life(Life.Subject.AGENT, agentId);
            this.transcript = new Transcript(agentId, bodies);
        }

        void add(Event event) {
            if (life.contains(event)) {
                transcript.add(event);
            }
        }

        void write() throws IOException {
            byte[] markdown = transcript.take().getBytes(StandardCharsets.UTF_8);
            if (to.isPresent()) {
                Files.createDirectories(to.get());
                Files.write(to.get().resolve(agentId + ".md"), markdown);
            } else {
                out.write(markdown, 0, markdown.length);
            }
        }
    }

    /** Standard output is flushed, not closed. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
