package io.agentbridge.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.replay.RecordedRun;
import io.agentbridge.gateway.retention.Retention;
import io.agentbridge.gateway.retention.RetentionLimits;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.SnapshotStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where retention has deleted the oldest events, the commands tell what is left. */
class RetainedJournalTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private List<Event> retained = List.of();
    private String agentOfBefore = "";
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    private final PrintStream errors = new PrintStream(complained, true, StandardCharsets.UTF_8);

    @BeforeEach
    void recordAndForget() throws IOException, InterruptedException {
        try (ChronicleJournal journal = ChronicleJournal.open(JournalOptions.in(folder.resolve("journal"))
                .withBlockBytes(1 << 18)
                .withSegmentBytes(100_000)
                .withDurability(Durability.OS)
                .withReserveBytes(0))) {
            RecordedRun run = new RecordedRun(journal, 21);
            run.step(new Request.CreateAgent(
                    Cause.NONE, AgentType.WORKER, "reviewer", "echo", "", List.of("code"), AgentOptions.DEFAULT));
            run.steps(1_500);
            SnapshotStore snapshots = SnapshotStore.open(folder.resolve("snapshots"), 1, report -> {
                throw new AssertionError(report);
            });
            BlobStore blobs = BlobStore.open(folder.resolve("blobs"), Durability.OS, 1 << 20);
            try (Retention retention = new Retention(
                    new RetentionLimits(0, 100_000),
                    journal,
                    snapshots,
                    blobs,
                    journal::lastSequence,
                    InstantSource.system())) {
                retention.start();
                for (int i = 0; i < 3_000 && journal.firstSequence() == 1; i++) {
                    Thread.sleep(10);
                }
            }
            assertTrue(journal.firstSequence() > 100, "something was deleted");
            retained = run.events().stream()
                    .filter(event -> event.sequence() >= journal.firstSequence())
                    .toList();
            agentOfBefore = run.events().stream()
                    .filter(event -> event.fact() instanceof Fact.AgentCreated)
                    .map(event -> ((Fact.AgentCreated) event.fact()).agent().id())
                    .filter(id -> retained.stream().anyMatch(event -> isPromptOf(id, event)))
                    .findFirst()
                    .orElseThrow();
            assertTrue(
                    retained.stream()
                            .noneMatch(event -> event.fact() instanceof Fact.AgentCreated created
                                    && created.agent().id().equals(agentOfBefore)),
                    "the agent is older than what is left");
        }
    }

    @Test
    void exportWritesEveryEventThatIsLeft() {
        EventLines encoder = new EventLines();
        assertEquals(ExitCode.OK, run(new ExportCommand(out, errors)), complaint());
        assertEquals(
                retained.stream().map(encoder::line).toList(), text().lines().toList());
    }

    @Test
    void verifyCountsTheRecordsThatAreLeft() throws IOException {
        var records = new ArrayList<JournalRecord>();
        try (JournalReader reader = JournalFiles.readOnly(folder.resolve("journal"), JournalFiles.OLDEST)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(next.get());
            }
        }
        assertEquals(ExitCode.OK, run(new JournalVerifyCommand(out, errors)), complaint());
        String numbers =
                records.getFirst().number() + " to " + records.getLast().number();
        assertTrue(text().contains(records.size() + " in order (" + numbers + "), "), text());
    }

    @Test
    void theTranscriptOfAnAgentOfBeforeSaysThatItsBeginningIsGone() {
        assertEquals(
                ExitCode.OK,
                run(new ExportCommand(out, errors), "--format", "markdown", "--agent", agentOfBefore),
                complaint());
        assertTrue(text().startsWith("# " + agentOfBefore), text());
        assertTrue(text().contains("*What came before is no longer in the journal.*"), text());
        assertEquals(
                retained.stream()
                        .filter(event -> isPromptOf(agentOfBefore, event))
                        .count(),
                text().lines().filter(line -> line.startsWith("## ")).count());
    }

    @Test
    void inspectTellsWhatIsLeftOfAnAgent() {
        assertEquals(ExitCode.OK, run(new InspectCommand(out, errors), "agent", agentOfBefore), complaint());
        assertTrue(text().contains(" is given to it"), text());
        assertTrue(text().lines().reduce((a, b) -> b).orElse("").startsWith("It is "), text());
    }

    @Test
    void inspectKnowsAnAgentOfBeforeByItsNameAlthoughNothingOfItIsLeft() {
        assertEquals(ExitCode.FAILURE, run(new InspectCommand(out, errors), "agent", "reviewer"), text());
        assertTrue(complaint().matches("The journal holds nothing of agent worker-[^ ]+ any more.\n"), complaint());
    }

    @Test
    void statsCountWhatIsLeft() {
        assertEquals(ExitCode.OK, run(new StatsCommand(out, errors)), complaint());
        assertTrue(text().replace(",", "").matches("(?s)events +" + retained.size() + " in .*"), text());
    }

    private static boolean isPromptOf(String agent, Event event) {
        return event.fact() instanceof Fact.CommandStarted started
                && started.command().agentId().equals(agent);
    }

    private String complaint() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private String text() {
        out.flush();
        return printed.toString(StandardCharsets.UTF_8);
    }

    private int run(Object command, String... arguments) {
        String[] all = Stream.concat(Stream.of("--data", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return CommandLines.prepare(new CommandLine(command), List.of(), Map.of())
                .execute(all);
    }
}
