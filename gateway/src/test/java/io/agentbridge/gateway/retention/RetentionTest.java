package io.agentbridge.gateway.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Decision;
import io.agentbridge.engine.Engine;
import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.State;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.input.Input;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.input.Report;
import io.agentbridge.engine.input.Request;
import io.agentbridge.engine.model.Agent;
import io.agentbridge.engine.model.AgentOptions;
import io.agentbridge.engine.model.AgentStatus;
import io.agentbridge.engine.model.AgentType;
import io.agentbridge.engine.model.Body;
import io.agentbridge.engine.model.Cause;
import io.agentbridge.engine.model.Dialect;
import io.agentbridge.engine.model.FailureClass;
import io.agentbridge.engine.model.OutputPosition;
import io.agentbridge.engine.model.ProcessIdentity;
import io.agentbridge.engine.model.Retry;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.engine.model.Usage;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.gateway.past.TimeTravel;
import io.agentbridge.journal.BlobStore;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.Durability;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import io.agentbridge.journal.NotRetainedException;
import io.agentbridge.journal.SnapshotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is beyond the limits goes, and nothing that what stays refers to. */
class RetentionTest {
    private static final Pattern STORED = Pattern.compile("Stored\\[hash=([0-9a-f]{64})");
    private static final Settings FORGETFUL =
            new Settings(Settings.DEFAULT.behaviourLevel(), 10, 100, 100, 4, 1 << 20, 600_000, 600_000, 100, 3);
    private static final long STEP_MILLIS = 600_000;

    @TempDir
    Path directory;

    private final Engine engine = new Engine(new State());
    private final Decision decision = new Decision();
    private final StepCodec codec = new StepCodec();

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    @SuppressWarnings("NullAway.Init")
    private SnapshotStore snapshots;

    @SuppressWarnings("NullAway.Init")
    private BlobStore blobs;

    private long timeMillis = 1_790_000_000_000L;
    private int requests;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        journal = ChronicleJournal.open(JournalOptions.in(directory.resolve("journal"))
                .withBlockBytes(1 << 18)
                .withSegmentBytes(150_000)
                .withReserveBytes(0)
                .withDurability(Durability.OS));
        snapshots = SnapshotStore.open(directory.resolve("snapshots"), 1, report -> {
            throw new AssertionError(report);
        });
        blobs = BlobStore.open(directory.resolve("blobs"), Durability.OS, 1 << 20, () -> timeMillis, 0);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private Retention retention(RetentionLimits limits) {
        return new Retention(
                limits, journal, snapshots, blobs, journal::lastSequence, () -> Instant.ofEpochMilli(timeMillis));
    }

    private void step(Input input) throws IOException {
        long first = engine.state().sequence() + 1;
        engine.step(input, timeMillis, decision);
        if (decision.events().isEmpty()) {
            return;
        }
        codec.encodeInput(input);
        codec.encodeEvents(decision.events());
        journal.append(
                first,
                decision.events().size(),
                timeMillis,
                engine.state().hash(),
                codec.inputBytes(),
                codec.inputLength(),
                codec.eventsBytes(),
                codec.eventsLength());
    }

    /** A text of a few that come again and again, stored or in place. */
    private Body body(Random random) throws IOException {
        if (random.nextInt(3) == 0) {
            return Body.of("small");
        }
        byte[] text = ("text " + random.nextInt(300)).repeat(3).getBytes(StandardCharsets.UTF_8);
        return new Body.Stored(blobs.put(text, 0, text.length).hash(), text.length, "text");
    }

    private Cause cause() {
        return new Cause("ada", "client-1", "request-" + ++requests, "", Dialect.STANDARD, requests, -1);
    }

    /** Ten minutes pass with each step, so that what is on its way for an hour is a few steps. */
    private void run(int steps, Random random) throws IOException {
        if (engine.state().sequence() == 0) {
            step(new Notice.ServerStarted("1.0", FORGETFUL));
        }
        for (int i = 0; i < steps; i++) {
            timeMillis += random.nextLong(2 * STEP_MILLIS);
            if (engine.nextDeadlineMillis() <= timeMillis) {
                step(new Notice.DeadlineReached());
            }
            List<Agent> agents = List.copyOf(engine.state().agents());
            if (agents.size() < 3) {
                step(new Request.CreateAgent(
                        cause(), AgentType.WORKER, "", "echo", "", List.of("code"), AgentOptions.DEFAULT));
                continue;
            }
            Agent agent = agents.get(random.nextInt(agents.size()));
            OutputPosition position = new OutputPosition(agent.incarnation(), offset += 10);
            if (agent.status() == AgentStatus.INITIALIZING) {
                step(
                        agent.process().equals(ProcessIdentity.NONE)
                                ? new Report.AgentLaunched(agent.id(), position, new ProcessIdentity(7, 8, "boot"))
                                : new Report.AgentReady(agent.id(), position, "session", "1.0"));
            } else if (agent.currentCommand().isEmpty()) {
                step(
                        random.nextInt(4) == 0
                                ? new Request.AssignTask(
                                        cause(),
                                        "",
                                        "",
                                        "title",
                                        body(random),
                                        Body.none(),
                                        Body.none(),
                                        1,
                                        List.of(),
                                        List.of("code"),
                                        0,
                                        new Retry(2, 500))
                                : new Request.ExecuteCommand(cause(), agent.id(), body(random), Body.none(), 0));
            } else {
                step(new Report.PromptFinished(
                        agent.id(),
                        position,
                        agent.currentCommand(),
                        false,
                        body(random),
                        FailureClass.NONE,
                        Body.none(),
                        new Usage(1, 2, 0, 0, 3)));
            }
        }
        journal.force();
    }

    private static Set<String> stored(Object value) {
        Set<String> hashes = new HashSet<>();
        var matcher = STORED.matcher(value.toString());
        while (matcher.find()) {
            hashes.add(matcher.group(1));
        }
        return hashes;
    }

    private void assertNothingNeededIsMissing() throws IOException {
        Set<String> needed = stored(engine.state().snapshot());
        StepCodec decoder = new StepCodec();
        try (JournalReader reader = journal.reader(JournalFiles.OLDEST)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                JournalRecord record = next.get();
                if (!record.isMark()) {
                    List<Event> events =
                            decoder.decodeEvents(record.events(), record.firstSequence(), record.timestampMillis());
                    needed.addAll(stored(events));
                    needed.addAll(stored(decoder.decodeInput(record.input())));
                }
            }
        }
        if (journal.firstSequence() > 1) {
            Snapshot base = TimeTravel.toGoOnFrom(journal, snapshots).stateAt(journal.firstSequence() - 1);
            needed.addAll(stored(base));
        }
        for (String hash : needed) {
            assertTrue(blobs.contains(hash), "a text that is referred to was deleted: " + hash);
        }
    }

    private long blobCount() throws IOException {
        try (var files = Files.walk(directory.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noTextThatIsReferredToIsEverDeletedAndMostOthersAre(long seed) throws IOException {
        Random random = new Random(seed);
        Retention retention = retention(new RetentionLimits(0, 400_000));
        long before = 0;
        for (int round = 0; round < 12; round++) {
            run(60 + random.nextInt(120), random);
            before = Math.max(before, blobCount());
            retention.sweep();
            assertNothingNeededIsMissing();
        }
        assertTrue(journal.firstSequence() > 100, "something was deleted");
        assertTrue(blobCount() < before, "unneeded texts are deleted, too");
    }

    @Test
    void theStateAtEveryRetainedSequenceCanStillBeFound() throws IOException {
        run(800, new Random(1));
        Retention retention = retention(new RetentionLimits(0, 400_000));
        retention.sweep();
        assertNotEquals(1, journal.firstSequence());
        TimeTravel states = TimeTravel.toLookAt(journal, snapshots);
        for (long sequence = journal.firstSequence() - 1; sequence <= journal.lastSequence(); sequence += 31) {
            assertEquals(sequence, states.stateAt(sequence).sequence());
        }
        assertEquals(engine.state().snapshot(), states.stateAt(journal.lastSequence()));
        assertThrows(NotRetainedException.class, () -> states.stateAt(journal.firstSequence() - 2));
    }

    @Test
    void segmentsGoByAge() throws IOException {
        run(800, new Random(2));
        long wanted = 40L * STEP_MILLIS;
        retention(new RetentionLimits(wanted, 0)).sweep();
        assertNotEquals(1, journal.firstSequence());
        assertTrue(
                journal.droppable().stream().allMatch(segment -> segment.lastTimestampMillis() >= timeMillis - wanted));
    }

    @Test
    void whatAReaderThatMustNotMissAnythingHasNotReadIsKept() throws IOException {
        run(800, new Random(3));
        long read = journal.droppable().get(1).lastSequence();
        new Retention(new RetentionLimits(0, 1), journal, snapshots, blobs, () -> read, InstantSource.system()).sweep();
        assertEquals(read + 1, journal.firstSequence());
    }

    @Test
    void withoutASnapshotThatCanBeReadBackNothingIsDeleted() throws IOException {
        run(800, new Random(4));
        SnapshotStore unreadable = SnapshotStore.open(
                directory.resolve("snapshots"), 1, Settings.DEFAULT.behaviourLevel() - 1, report -> {});
        Retention retention = new Retention(
                new RetentionLimits(0, 1), journal, unreadable, blobs, journal::lastSequence, InstantSource.system());
        assertThrows(IOException.class, retention::sweep);
        assertEquals(1, journal.firstSequence());
    }

    @Test
    void anErrorOfTheVirtualMachineIsTold() throws Exception {
        var told = new CompletableFuture<Throwable>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                told.complete(message.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Retention.class.getName());
        logger.addHandler(handler);
        LongSupplier failing = () -> {
            throw new OutOfMemoryError("as of a state that is too large");
        };
        try (var retention =
                new Retention(new RetentionLimits(1, 0), journal, snapshots, blobs, failing, InstantSource.system())) {
            retention.start();
            assertInstanceOf(OutOfMemoryError.class, told.get(20, TimeUnit.SECONDS));
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void withoutLimitsEverythingIsKept() throws IOException {
        run(400, new Random(5));
        retention(RetentionLimits.NONE).sweep();
        assertEquals(1, journal.firstSequence());
    }
}
