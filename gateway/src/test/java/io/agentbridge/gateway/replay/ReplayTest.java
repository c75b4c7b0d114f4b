package io.agentbridge.gateway.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.engine.Snapshot;
import io.agentbridge.engine.event.Event;
import io.agentbridge.engine.event.Fact;
import io.agentbridge.engine.input.Notice;
import io.agentbridge.engine.model.Command;
import io.agentbridge.engine.model.Settings;
import io.agentbridge.gateway.codec.EventLines;
import io.agentbridge.gateway.codec.SnapshotCodec;
import io.agentbridge.gateway.codec.StepCodec;
import io.agentbridge.journal.ChronicleJournal;
import io.agentbridge.journal.JournalFiles;
import io.agentbridge.journal.JournalOptions;
import io.agentbridge.journal.JournalReader;
import io.agentbridge.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final int STEPS = 1_500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ChronicleJournal journal;

    @SuppressWarnings("NullAway.Init")
    private RecordedRun run;

    @BeforeEach
    void record() throws IOException {
        journal = ChronicleJournal.open(
                JournalOptions.in(directory).withBlockBytes(1 << 20).withReserveBytes(0));
        run = new RecordedRun(journal, 42);
        run.steps(STEPS);
        assertTrue(
                run.state().commands().stream().map(Command::status).distinct().count() >= 3,
                "the run is worth replaying");
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void theStateIsRecoveredFromTheJournal() throws IOException {
        Replay replay = Replay.fromStart();
        replay.run(journal.reader(1));
        assertEquals(run.state().snapshot(), replay.state().snapshot());
        assertEquals(run.state().hash(), replay.state().hash());
    }

    @Test
    void itGoesOnWhereAReaderFindsMore() throws IOException {
        Replay replay = Replay.fromStart();
        try (JournalReader reader = JournalFiles.readOnly(directory, 1)) {
            replay.run(reader);
            long before = replay.state().sequence();
            run.steps(100);
            replay.run(reader);
            assertTrue(replay.state().sequence() > before);
        }
        assertEquals(run.state().hash(), replay.state().hash());
    }

    @Test
    void aSnapshotStandsForWhatIsBeforeIt() throws IOException {
        SnapshotCodec codec = new SnapshotCodec();
        Snapshot snapshot = codec.decode(codec.encode(run.state().snapshot()));
        run.steps(200);
        Replay replay = Replay.from(snapshot);
        replay.run(journal.reader(snapshot.sequence() + 1));
        assertEquals(run.state().snapshot(), replay.state().snapshot());
    }

    @Test
    void aSnapshotThatIsNotWhatItSaysIsRefused() {
        Snapshot s = run.state().snapshot();
        Snapshot other = new Snapshot(
                s.sequence(),
                s.timestampMillis(),
                s.hash() + 1,
                s.settings(),
                s.totals(),
                s.agents(),
                s.commands(),
                s.tasks(),
                s.approvals(),
                s.requests(),
                s.positions(),
                s.light());
        assertThrows(ReplayException.class, () -> Replay.from(other));
    }

    @Test
    void itStopsAtTheSequenceAskedForAlsoWithinARecord() throws IOException {
        for (long to = 1; to < 60; to++) {
            List<Event> seen = new ArrayList<>();
            Replay replay = Replay.fromStart();
            replay.run(journal.reader(1), to, seen::add);
            assertEquals(to, replay.state().sequence());
            assertEquals(run.events().subList(0, (int) to), seen);
        }
    }

    @Test
    void aRecordThatLeadsToAnotherHashIsNamed() throws IOException {
        ReplayException refusal = assertThrows(ReplayException.class, () -> Replay.fromStart()
                .run(altered(record -> record.number() == 77 ? withHash(record, record.stateHash() ^ 1) : record)));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("Record 77 "), refusal.getMessage());
    }

    @Test
    void missingEventsAreNoticed() throws IOException {
        try (JournalReader reader = journal.reader(100)) {
            ReplayException refusal =
                    assertThrows(ReplayException.class, () -> Replay.fromStart().run(reader));
            assertTrue(String.valueOf(refusal.getMessage()).contains("missing"), refusal.getMessage());
        }
    }

    @Test
    void whatWasRecordedIsDecidedAlike() throws IOException {
        Verification.Result result = Verification.fromStart().run(journal.reader(1), Long.MAX_VALUE);
        assertEquals(
                List.of(), result.described().stream().map(Difference::report).toList());
        assertTrue(result.isAlike());
        assertEquals(run.events().size(), result.events());
        assertEquals(journal.lastRecord(), result.records());
    }

    @Test
    void verificationStartsFromASnapshotToo() throws IOException {
        Snapshot snapshot = run.state().snapshot();
        run.steps(200);
        Verification.Result result =
                Verification.from(snapshot).run(journal.reader(snapshot.sequence() + 1), Long.MAX_VALUE);
        assertTrue(result.isAlike());
        assertEquals(run.events().size() - snapshot.sequence(), result.events());
    }

    @Test
    void aStepThatIsDecidedOtherwiseIsReportedAndTheRestIsJudgedFromTheRecordedState() throws IOException {
        // The input is swapped for one that decides nothing: the recorded events have no reason any more.
        JournalRecord[] swapped = new JournalRecord[1];
        StepCodec codec = new StepCodec();
        codec.encodeInput(new Notice.DeadlineReached());
        byte[] nothing = Arrays.copyOf(codec.inputBytes(), codec.inputLength());
        JournalReader reader = altered(record -> {
            if (swapped[0] == null && record.number() > 50 && record.eventCount() > 1) {
                swapped[0] = record;
                return withInput(record, nothing);
            }
            return record;
        });
        Verification.Result result = Verification.fromStart().run(reader, Long.MAX_VALUE);
        assertFalse(result.isAlike());
        assertEquals(1, result.bindingDiffering());
        Difference difference = result.described().getFirst();
        assertEquals(swapped[0].number(), difference.record());
        assertEquals(swapped[0].eventCount(), difference.recorded().size());
        assertEquals(List.of(), difference.decided());
        String report = difference.report();
        assertTrue(report.contains("{\"type\":\"deadline_reached\"}"), report);
        assertTrue(report.contains("+ (no event)"), report);
    }

    @Test
    void aDifferenceShowsTheObjectsConcernedAsTheyWereBefore() throws IOException {
        Verification.Result result = Verification.fromStart().run(withoutReasonFrom(50), Long.MAX_VALUE);
        Difference difference = result.described().getFirst();
        Replay before = Replay.fromStart();
        before.run(journal.reader(1), difference.firstSequence() - 1, EventListener.NONE);
        Command command = run
                .events()
                .subList((int) difference.firstSequence() - 1, run.events().size())
                .stream()
                .flatMap(event ->
                        event.fact() instanceof Fact.CommandEnded ended ? Stream.of(ended.command()) : Stream.empty())
                .findFirst()
                .orElseThrow();
        String asItWas =
                new EventLines().line(before.state().command(command.id()).orElseThrow());
        assertTrue(difference.before().contains(asItWas), difference.report());
        assertTrue(difference.report().contains("\n  before:   " + asItWas), difference.report());
        assertEquals(before.state().hash(), difference.hashBefore());
    }

    @Test
    void whatAnEarlierLevelDecidedOtherwiseIsOnlyReported() throws IOException {
        runAtLevel(Settings.DEFAULT.behaviourLevel() - 1);
        Verification.Result result = Verification.fromStart().run(withoutReasonFrom(50), Long.MAX_VALUE);
        assertTrue(result.isAlike());
        assertEquals(1, result.differing());
        assertTrue(result.described().getFirst().report().contains("as an earlier level may be"));
    }

    @Test
    void theEventsOfAnEarlierLevelMustLeadToTheRecordedHashAllTheSame() throws IOException {
        runAtLevel(Settings.DEFAULT.behaviourLevel() - 1);
        JournalReader reader =
                altered(record -> record.number() == 77 ? withHash(record, record.stateHash() ^ 1) : record);
        assertThrows(ReplayException.class, () -> Verification.fromStart().run(reader, Long.MAX_VALUE));
    }

    @Test
    void aLaterLevelIsRefused() throws IOException {
        runAtLevel(Settings.DEFAULT.behaviourLevel() + 1);
        ReplayException refusal =
                assertThrows(ReplayException.class, () -> Replay.fromStart().run(journal.reader(1)));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("behaviour level " + (Settings.DEFAULT.behaviourLevel() + 1)),
                refusal.getMessage());
    }

    private void runAtLevel(int level) throws IOException {
        journal.close();
        journal = ChronicleJournal.open(JournalOptions.in(directory.resolve("level-" + level))
                .withBlockBytes(1 << 20)
                .withReserveBytes(0));
        run = new RecordedRun(journal, 42);
        Settings s = Settings.DEFAULT;
        run.step(new Notice.ServerStarted(
                "0.9",
                new Settings(
                        level,
                        s.maxAgents(),
                        s.maxQueuedCommands(),
                        s.maxOpenTasks(),
                        s.maxEndedObjects(),
                        s.maxStateBytes(),
                        s.commandTimeoutMillis(),
                        s.approvalTimeoutMillis(),
                        s.idempotencyWindow(),
                        s.maxRestarts())));
        run.steps(STEPS);
    }

    /** The journal, but the first command that ends from a record on does so without a reason. */
    private JournalReader withoutReasonFrom(long number) throws IOException {
        StepCodec codec = new StepCodec();
        codec.encodeInput(new Notice.DeadlineReached());
        byte[] nothing = Arrays.copyOf(codec.inputBytes(), codec.inputLength());
        AtomicBoolean done = new AtomicBoolean();
        return altered(record -> {
            boolean ends = record.number() >= number
                    && run.events().stream()
                            .skip(record.firstSequence() - 1)
                            .limit(record.eventCount())
                            .anyMatch(event -> event.fact() instanceof Fact.CommandEnded);
            return ends && done.compareAndSet(false, true) ? withInput(record, nothing) : record;
        });
    }

    private JournalReader altered(UnaryOperator<JournalRecord> alteration) throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        try (JournalReader reader = journal.reader(1)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(alteration.apply(next.get()));
            }
        }
        Iterator<JournalRecord> all = records.iterator();
        return new JournalReader() {
            @Override
            public Optional<JournalRecord> next() {
                return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    private static JournalRecord withHash(JournalRecord r, long hash) {
        return new JournalRecord(
                r.number(),
                r.firstSequence(),
                r.eventCount(),
                r.timestampMillis(),
                hash,
                r.forcedThrough(),
                r.chain(),
                r.input(),
                r.events());
    }

    private static JournalRecord withInput(JournalRecord r, byte[] input) {
        return new JournalRecord(
                r.number(),
                r.firstSequence(),
                r.eventCount(),
                r.timestampMillis(),
                r.stateHash(),
                r.forcedThrough(),
                r.chain(),
                input,
                r.events());
    }
}
