package io.agentbridge.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.MessageKind;
import io.agentbridge.engine.model.Task;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.EventType;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that tell people what a journal holds. */
class StoryCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private List<Event> events = List.of();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, false, StandardCharsets.US_ASCII);
    private final PrintStream errors = new PrintStream(complained, true, StandardCharsets.UTF_8);

    @BeforeEach
    void record() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            RecordedRun run = new RecordedRun(journal, 11);
            run.steps(600);
            events = List.copyOf(run.events());
        }
    }

    @Test
    void inspectTellsEveryEventOfAnAgentInOrder() {
        Agent agent = first(Fact.AgentCreated.class).agent();
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "agent", agent.id(), "--full"));
        List<String> told = sequences();
        List<String> expected = events.stream()
                .filter(event -> EventFrames.subjects(event).agents().contains(agent.id()))
                .map(event -> "#" + event.sequence())
                .toList();
        assertEquals(expected, told);
        assertTrue(text().contains("it was created by ada: worker on echo, able to do code"), text());
    }

    @Test
    void inspectTellsTheLifeOfACommandFromItsPromptToItsEnd() {
        Command command = first(Fact.CommandEnded.class).command();
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "command", command.id(), "--full"));
        assertTrue(
                text().lines()
                        .skip(1)
                        .findFirst()
                        .orElse("")
                        .matches(".*  it (is given to|waits for) " + command.agentId()
                                + ", asked by ada: prompt [0-9]+"),
                text());
        assertTrue(text().lines().reduce((a, b) -> b).orElse("").contains("  it "), text());
        assertTrue(text().contains(" after "), text());
        assertFalse(text().contains("agent " + command.agentId() + " is "), text());
    }

    @Test
    void inspectTellsTheLifeOfATaskWithWhatItsAgentSaid() {
        Task task = events.stream()
                .filter(event -> event.fact() instanceof Fact.TaskEnded)
                .map(event -> ((Fact.TaskEnded) event.fact()).task())
                .filter(ended -> ended.attempts() > 0)
                .findFirst()
                .orElseThrow();
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "task", task.id()));
        assertTrue(text().contains("it was assigned by ada"), text());
        assertTrue(text().contains(": Grüße\n"), text());
        List<String> commands = events.stream()
                .filter(event -> event.fact() instanceof Fact.CommandStarted)
                .map(event -> ((Fact.CommandStarted) event.fact()).command())
                .filter(command -> command.originId().equals(task.id()))
                .map(Command::id)
                .toList();
        List<String> said = events.stream()
                .filter(event -> event.fact() instanceof Fact.CommandProgressed progressed
                        && commands.contains(progressed.commandId()))
                .map(event -> "#" + event.sequence())
                .toList();
        assertTrue(sequences().containsAll(said), text());
    }

    @Test
    void inspectFindsWhatItIsByTheBeginningOfItsId() {
        Command command = first(Fact.CommandEnded.class).command();
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "command", command.id()));
        String told = text();
        printed.reset();
        assertEquals(
                ExitCode.OK,
                run(new InspectCommand(out, errors), "command", command.id().substring(0, 8)));
        assertEquals(told, text());
        printed.reset();
        assertEquals(ExitCode.FAILURE, run(new InspectCommand(out, errors), "agent", "worker-"));
        String said = complained.toString(StandardCharsets.UTF_8);
        assertTrue(said.startsWith("Which agent? worker- may be worker-"), said);
        assertEquals("", text());
    }

    @Test
    void inspectSaysWhatIsNotKnown() {
        assertEquals(ExitCode.FAILURE, run(new InspectCommand(out, errors), "task", "no-such-task"));
        assertTrue(complained.toString(StandardCharsets.UTF_8).contains("knows no task no-such-task"));
        assertEquals(ExitCode.USAGE, run(new InspectCommand(out, errors), "wizard", "x"));
    }

    @Test
    void exportWritesEveryEventAsALine() throws IOException {
        EventLines encoder = new EventLines();
        List<String> expected = events.stream().map(encoder::line).toList();
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors)));
        assertEquals(expected, text().lines().toList());
        Path file = folder.resolve("events.jsonl");
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors), "--output", file.toString()));
        assertEquals(expected, Files.readAllLines(file));
    }

    @Test
    void exportWritesATranscriptForEachAgent() throws IOException {
        Path target = folder.resolve("transcripts");
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors), "--format", "markdown", "-o", target.toString()));
        List<String> agents = events.stream()
                .filter(event -> event.fact() instanceof Fact.AgentCreated)
                .map(event -> ((Fact.AgentCreated) event.fact()).agent().id())
                .toList();
        for (String agent : agents) {
            String markdown = Files.readString(target.resolve(agent + ".md"));
            assertTrue(markdown.startsWith("# " + agent), markdown);
            long prompts = events.stream()
                    .filter(event -> event.fact() instanceof Fact.CommandStarted started
                            && started.command().agentId().equals(agent))
                    .count();
            assertEquals(
                    prompts,
                    markdown.lines().filter(line -> line.startsWith("## ")).count(),
                    agent);
        }
        assertEquals(ExitCode.USAGE, run(new ExportCommand(out, errors), "--format", "markdown"));
        printed.reset();
        assertEquals(
                ExitCode.OK, run(new ExportCommand(out, errors), "--format", "markdown", "--agent", agents.getFirst()));
        assertEquals(Files.readString(target.resolve(agents.getFirst() + ".md")), text());
    }

    @Test
    void exportReplacesTheTranscriptsOfBefore() throws IOException {
        Path target = folder.resolve("transcripts");
        List<String> arguments = List.of("--format", "markdown", "-o", target.toString());
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors), arguments.toArray(String[]::new)));
        Path file = target.resolve(first(Fact.AgentCreated.class).agent().id() + ".md");
        String markdown = Files.readString(file);
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors), arguments.toArray(String[]::new)));
        assertEquals(markdown, Files.readString(file));
    }

    @Test
    void aTranscriptWithinATimeStillBeginsWithItsAgent() {
        Agent agent = first(Fact.AgentCreated.class).agent();
        assertEquals(
                ExitCode.OK,
                run(
                        new ExportCommand(out, errors),
                        "--format",
                        "markdown",
                        "--agent",
                        agent.id(),
                        "--since",
                        "2999-01-01T00:00:00Z"));
        assertTrue(text().startsWith("# " + agent.name()), text());
        assertFalse(text().contains("\n## "), text());
    }

    @Test
    void exportChoosesLinesByTypeAndTask() {
        Task task = first(Fact.TaskAssigned.class).task();
        assertEquals(
                ExitCode.OK,
                run(new ExportCommand(out, errors), "--type", "task_assigned,task_ended", "--task", task.id()));
        assertTrue(text().lines().findFirst().orElse("").contains("\"type\":\"task_assigned\""), text());
        assertTrue(text().lines().allMatch(line -> line.contains("\"" + task.id() + "\"")), text());
        assertEquals(
                ExitCode.USAGE,
                run(
                        new ExportCommand(out, errors),
                        "--format",
                        "markdown",
                        "--output",
                        folder.toString(),
                        "--task",
                        task.id()));
    }

    @Test
    void aStoredTextThatIsDamagedIsToldAsFarAsItIsKnown() throws IOException {
        String agentId = first(Fact.AgentCreated.class).agent().id();
        String text = "a long story ".repeat(2_000);
        Path blobs = folder.resolve("blobs");
        Body stored = new Bodies(BlobStore.open(blobs, Durability.OS, 1 << 20)).keep(text);
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            RecordedRun run = new RecordedRun(journal, 12);
            run.goOnFrom(journal);
            run.step(new Request.RelayMessage(
                    Cause.NONE, MessageKind.MESSAGE, agentId, agentId, stored, "note", Body.none(), Body.none()));
        }
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "agent", agentId, "--full"));
        assertTrue(text().contains(text.strip()), "the text is told");
        printed.reset();
        try (Stream<Path> files = Files.walk(blobs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "something else");
            }
        }
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "agent", agentId, "--full"));
        assertTrue(text().contains("… (the rest of " + text.length() + " bytes is damaged or missing"), text());
    }

    @Test
    void exportSaysWhereItCannotWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (List<String> arguments : List.of(
                List.of("--output", folder.resolve("no/such/file").toString()),
                List.of("--format", "markdown", "--output", file.toString()))) {
            complained.reset();
            assertEquals(ExitCode.FAILURE, run(new ExportCommand(out, errors), arguments.toArray(String[]::new)));
            String said = complained.toString(StandardCharsets.UTF_8);
            assertTrue(said.startsWith("Cannot write to " + arguments.getLast() + ": it"), said);
        }
    }

    @Test
    void exportEndsWhenNobodyReadsAnyMore() {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
        closed.close();
        assertEquals(ExitCode.FAILURE, run(new ExportCommand(closed, errors)));
        String said = complained.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("Not everything could be written"), said);
    }

    @Test
    void statsCountsEventsByType() {
        assertEquals(ExitCode.OK, run(new StatsCommand(out, errors)));
        List<String> words = text().replace(",", "")
                .lines()
                .map(line -> line.replaceAll(" +", " "))
                .toList();
        assertTrue(words.getFirst().startsWith("events " + events.size() + " in "), text());
        for (EventType type : EventType.values()) {
            long count = events.stream()
                    .filter(event -> EventType.of(event.fact()) == type)
                    .count();
            String row = type.name().toLowerCase(java.util.Locale.ROOT) + " " + count + " ";
            assertEquals(count > 0, words.stream().anyMatch(line -> line.startsWith(row)), row + text());
        }
        assertTrue(text().contains("large step"), text());
        long bytes = words.stream()
                .filter(line -> line.matches("[a-z_]+ [0-9]+ [0-9.]+ % [0-9]+ [0-9]+"))
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[4]))
                .sum();
        assertTrue(words.stream().anyMatch(line -> line.startsWith("bytes " + bytes + " ")), text());
    }

    @Test
    void statsCountsWhatIsChosen() {
        Agent agent = first(Fact.AgentCreated.class).agent();
        assertEquals(
                ExitCode.OK, run(new StatsCommand(out, errors), "--agent", agent.id(), "--from", "10", "--to", "90"));
        long expected = events.subList(9, 90).stream()
                .filter(event -> EventFrames.subjects(event).agents().contains(agent.id()))
                .count();
        assertTrue(expected > 0, "there is something to count");
        assertTrue(text().matches("(?s)events +" + expected + " in .*"), text());
    }

    @Test
    void theyExplainThemselves() {
        for (Object command : List.of(
                new InspectCommand(out, errors), new ExportCommand(out, errors), new StatsCommand(out, errors))) {
            assertTrue(new CommandLine(command).getUsageMessage().contains("Exit codes:"));
        }
    }

    private <T extends Fact> T first(Class<T> kind) {
        return events.stream()
                .map(Event::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<String> sequences() {
        return text().lines()
                .filter(line -> line.matches("[0-9:.]{12} +#[0-9]+  .*"))
                .map(line -> line.substring(12).strip().split(" ", 2)[0])
                .toList();
    }

    private int run(Object command, String... arguments) {
        String[] all = Stream.concat(Stream.of("--data", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        int code = CommandLines.prepare(new CommandLine(command), List.of(), Map.of())
                .execute(all);
        out.flush();
        return code;
    }
}
