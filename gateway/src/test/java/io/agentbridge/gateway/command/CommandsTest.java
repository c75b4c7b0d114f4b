package io.agentbridge.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.body.Bodies;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.codec.SnapshotLine;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.configuration.CliLookup;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.wire.EventFrames;
import io.agentbridge.gateway.wire.EventText;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.SnapshotStore;
import io.agentbridge.journal.StoredSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    private static final CliLookup NO_CLI = (_, _) -> {
        throw new IOException("no program \"claude\" on the PATH");
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private List<Event> events;

    private String state = "";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    // Not UTF-8, as on a machine without a locale: lines of JSON are UTF-8 all the same.
    private final PrintStream out = new PrintStream(printed, false, StandardCharsets.US_ASCII);
    private final PrintStream errors = new PrintStream(complained, true, StandardCharsets.UTF_8);

    @BeforeEach
    void record() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            RecordedRun run = new RecordedRun(journal, 7);
            run.steps(400);
            // A server leaves light ones; a state that is printed is whole all the same.
            SnapshotStore.open(folder.resolve("snapshots"), 3, _ -> {})
                    .writeIndex(new StoredSnapshot(
                            run.state().sequence(),
                            run.state().hash(),
                            run.state().settings().behaviourLevel(),
                            new SnapshotCodec().encode(run.state().lightSnapshot())));
            run.step(new Request.CreateAgent(
                    Cause.NONE, AgentType.WORKER, "reviewer", "echo", "", List.of(), AgentOptions.DEFAULT));
            events = List.copyOf(run.events());
            state = new SnapshotLine(run.state().snapshot()).text();
        }
    }

    @Test
    void replayPrintsEveryEventAsALine() {
        assertEquals(ExitCode.OK, run(new ReplayCommand(out, errors)));
        assertEquals(lines(events.stream()), lines());
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("Grüße"));
    }

    @Test
    void replayPrintsARange() {
        assertEquals(ExitCode.OK, run(new ReplayCommand(out, errors), "--from", "20", "--to", "29"));
        assertEquals(lines(events.subList(19, 29).stream()), lines());
    }

    @Test
    void replayPrintsTheState() {
        assertEquals(ExitCode.OK, run(new ReplayCommand(out, errors), "--state"));
        assertEquals(List.of(state), lines());
    }

    @Test
    void replayVerifies() {
        assertEquals(ExitCode.OK, run(new ReplayCommand(out, errors), "--verify"));
        assertTrue(lines().getLast().endsWith("decided alike"), lines().toString());
    }

    @Test
    void aDifferenceIsPrintedWithWhatWasBeforeAndHasAnExitCodeOfItsOwn() throws IOException {
        Path altered = folder.resolve("altered");
        StepCodec codec = new StepCodec();
        codec.encodeInput(new Notice.DeadlineReached());
        boolean done = false;
        try (ChronicleJournal target = ChronicleJournal.open(JournalOptions.in(altered.resolve("journal"))
                        .withBlockBytes(1 << 20)
                        .withReserveBytes(0));
                JournalReader reader = JournalFiles.readOnly(folder.resolve("journal"), 1)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                JournalRecord record = next.get();
                if (record.isMark()) {
                    continue;
                }
                boolean swapped = !done && record.number() > 50 && record.eventCount() > 1;
                done |= swapped;
                target.append(
                        record.firstSequence(),
                        record.eventCount(),
                        record.timestampMillis(),
                        record.stateHash(),
                        swapped ? codec.inputBytes() : record.input(),
                        swapped ? codec.inputLength() : record.input().length,
                        record.events(),
                        record.events().length);
            }
        }
        CommandLine command = new CommandLine(new ReplayCommand(out, errors));
        assertEquals(ExitCode.REPLAY_MISMATCH, command.execute("--verify", "--data", altered.toString()));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("  input:    {\"type\":\"deadline_reached\"}"), text);
        assertTrue(text.contains("  before:   {\"agent\":{\"id\":\""), text);
        assertTrue(text.contains("\n  - {\"sequence\":"), text);
        assertTrue(text.contains("\n  + (no event)"), text);
        assertTrue(lines().getLast().endsWith("1 decided otherwise"), text);
    }

    @Test
    void replayRefusesWhatMakesNoSense() {
        assertEquals(ExitCode.USAGE, run(new ReplayCommand(out, errors), "--state", "--verify"));
        assertEquals(ExitCode.USAGE, run(new ReplayCommand(out, errors), "--from", "0"));
        assertEquals(ExitCode.USAGE, run(new ReplayCommand(out, errors), "--from", "x"));
    }

    @Test
    void aFolderWithoutAJournalIsAFailureThatSaysSo() {
        CommandLine command = new CommandLine(new ReplayCommand(out, errors));
        assertEquals(
                ExitCode.FAILURE,
                command.execute("--data", folder.resolve("nothing").toString()));
        assertTrue(complained.toString(StandardCharsets.UTF_8).contains("no journal"));
    }

    @Test
    void tailPrintsTheNewest() {
        assertEquals(ExitCode.OK, run(new TailCommand(out, errors)));
        assertEquals(lines(events.subList(events.size() - 10, events.size()).stream()), lines());
    }

    @Test
    void tailFilters() {
        String agent = lines(events.stream()).stream()
                .filter(line -> line.contains("\"type\":\"command_ended\""))
                .map(line -> line.replaceFirst(".*\"agent_id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                ExitCode.OK,
                run(
                        new TailCommand(out, errors),
                        "--from",
                        "1",
                        "--type",
                        "command_ended,command_queued",
                        "--agent",
                        agent));
        List<String> expected = lines(events.stream()).stream()
                .filter(line ->
                        line.contains("\"type\":\"command_ended\"") || line.contains("\"type\":\"command_queued\""))
                .filter(line -> line.contains("\"agent_id\":\"" + agent + "\""))
                .toList();
        assertTrue(expected.size() > 1, "there is something to find");
        assertEquals(expected, lines());
    }

    @Test
    void tailFiltersByTime() {
        long middle = events.get(events.size() / 2).timestampMillis();
        String time = Instant.ofEpochMilli(middle).toString();
        assertEquals(ExitCode.OK, run(new TailCommand(out, errors), "--since", time, "--until", time));
        assertEquals(lines(events.stream().filter(event -> event.timestampMillis() == middle)), lines());
    }

    @Test
    void tailChoosesAsTheHistoryDoes() {
        Event ended = events.stream()
                .filter(event -> event.fact() instanceof Fact.CommandEnded)
                .findFirst()
                .orElseThrow();
        Command command = ((Fact.CommandEnded) ended.fact()).command();
        Map<List<String>, Predicate<Event>> choices = Map.of(
                List.of("--command", command.id()),
                event -> EventFrames.subjects(event).commands().contains(command.id()),
                List.of("--principal", "ada,nobody"),
                event -> event.cause().principal().equals("ada"),
                List.of("--type", "command:result,command:error"),
                event -> event.fact() instanceof Fact.CommandEnded,
                List.of("--text", "GRÜSSE".replace("SS", "ß")),
                new EventText("grüße", new Bodies(BlobStore.readOnly(folder.resolve("blobs"))))::isIn,
                List.of("--agent", command.agentId() + ",nobody", "--type", "agent_changed", "--to", "200"),
                event -> event.sequence() <= 200
                        && event.fact() instanceof Fact.AgentChanged changed
                        && changed.agent().id().equals(command.agentId()));
        choices.forEach((options, wanted) -> {
            printed.reset();
            List<String> arguments = new ArrayList<>(options);
            arguments.addAll(List.of("--from", "1"));
            assertEquals(ExitCode.OK, run(new TailCommand(out, errors), arguments.toArray(String[]::new)));
            assertFalse(lines().isEmpty(), options.toString());
            assertEquals(lines(events.stream().filter(wanted)), lines(), options.toString());
        });
    }

    @Test
    void tailKnowsAgentsByTheirNames() {
        assertEquals(ExitCode.OK, run(new TailCommand(out, errors), "--from", "1", "--agent", "reviewer"));
        assertEquals(1, lines().size(), lines().toString());
        assertEquals(lines(Stream.of(events.getLast())), lines());
    }

    @Test
    void tailFollowsAJournalThatIsBeingWritten() throws Exception {
        Thread tail = Thread.ofVirtual()
                .start(() -> run(new TailCommand(out, errors), "--follow", "--from", "1", "--type", "server_started"));
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0))) {
            RecordedRun later = new RecordedRun(journal, events.size());
            later.goOnFrom(journal);
            later.step(new Notice.ServerStarted("2.0", Settings.DEFAULT));
            journal.force();
            long giveUp = System.nanoTime() + 30_000_000_000L;
            while (!printed.toString(StandardCharsets.UTF_8).contains("\"version\":\"2.0\"")) {
                assertTrue(System.nanoTime() < giveUp, "the event is shown");
                Thread.sleep(10);
            }
        } finally {
            tail.interrupt();
            tail.join();
        }
        assertEquals(2, lines().size());
    }

    @Test
    void tailNamesTheTypesThereAre() {
        CommandLine command = new CommandLine(new TailCommand(out, errors))
                .setErr(new PrintWriter(complained, true, StandardCharsets.UTF_8));
        assertEquals(ExitCode.USAGE, command.execute("--data", folder.toString(), "--type", "command_finished"));
        assertTrue(complained.toString(StandardCharsets.UTF_8).contains("command_ended"));
    }

    @Test
    void aWrongValueIsNamedWithWhereItCameFromAndWithoutTheWholeHelp() {
        CommandLine command = CommandLines.prepare(
                        new CommandLine(new DoctorCommand(NO_CLI, out, errors)),
                        List.of(),
                        Map.of("AGENT_BRIDGE_PORT", "abc"))
                .setErr(new PrintWriter(complained, true, StandardCharsets.UTF_8));
        assertEquals(ExitCode.USAGE, command.execute());
        assertEquals(
                List.of(
                        "Invalid value for option '--port': 'abc' is not an int (from the environment's AGENT_BRIDGE_PORT)",
                        "Try: doctor --help"),
                complained.toString(StandardCharsets.UTF_8).lines().toList());
        complained.reset();
        assertEquals(ExitCode.USAGE, command.execute("--port", "xyz"));
        assertEquals(
                "Invalid value for option '--port': 'xyz' is not an int",
                complained.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
    }

    @Test
    void theTokenIsMadeOnceAndReplacedWhenAsked() throws IOException {
        assertEquals(ExitCode.OK, run(new TokenCommand(out, errors)));
        assertEquals(ExitCode.OK, run(new TokenCommand(out, errors)));
        assertEquals(ExitCode.OK, run(new TokenCommand(out, errors), "--rotate"));
        List<String> tokens = lines();
        assertEquals(tokens.get(0), tokens.get(1));
        assertNotEquals(tokens.get(0), tokens.get(2));
        assertTrue(tokens.get(0).matches("[A-Za-z0-9_-]{43}"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token"))));
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(ExitCode.FAILURE, run(new TokenCommand(out, errors)));
    }

    @Test
    void theDoctorSaysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    ExitCode.FAILURE,
                    run(
                            new DoctorCommand(NO_CLI, out, errors),
                            "--backend",
                            "claude",
                            "--port",
                            "" + taken.getLocalPort()));
        }
        assertTrue(lines().stream().anyMatch(line -> line.matches("ok +journal .*" + events.size() + " events.*")));
        assertTrue(lines().stream().anyMatch(line -> line.matches("fail +port .*--port.*")), lines().toString());
        assertTrue(lines().stream().anyMatch(line -> line.matches("fail +claude .*--claude-path.*")));
    }

    @Test
    void theDoctorIsContentWithAMachineThatIsWell() {
        CliLookup cli = (_, _) -> new CliLookup.Cli(Path.of("/opt/claude"), "2.1.330");
        int code = run(new DoctorCommand(cli, out, errors), "--port", "0");
        assertEquals(ExitCode.OK, code, lines().toString());
        assertTrue(lines().stream().anyMatch(line -> line.matches("ok +claude +2.1.330 at /opt/claude")));
    }

    @Test
    void theDoctorFailsAFolderThatNoServerStartsOn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        assertEquals(ExitCode.FAILURE, run(new DoctorCommand(NO_CLI, out, errors), "--port", "0"));
        assertTrue(
                lines().stream().anyMatch(line -> line.matches("fail +data folder .*chmod 700.*")), lines().toString());
    }

    @Test
    void everyCommandExplainsItselfWithExamplesAndExitCodes() {
        for (Object command : List.of(
                new ReplayCommand(out, errors),
                new TailCommand(out, errors),
                new TokenCommand(out, errors),
                new DoctorCommand(NO_CLI, out, errors))) {
            StringWriter help = new StringWriter();
            assertEquals(
                    0,
                    CommandLines.prepare(new CommandLine(command), List.of(), Map.of())
                            .setOut(new PrintWriter(help))
                            .execute("--help"));
            assertTrue(help.toString().contains("Examples:"), help.toString());
            assertTrue(help.toString().contains("Exit codes:"), help.toString());
        }
    }

    private int run(Object command, String... arguments) {
        String[] all = Stream.concat(Stream.of("--data", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        int code = CommandLines.prepare(new CommandLine(command), List.of(), Map.of())
                .execute(all);
        out.flush();
        return code;
    }

    private static List<String> lines(Stream<Event> events) {
        EventLines encoder = new EventLines();
        return events.map(encoder::line).toList();
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
