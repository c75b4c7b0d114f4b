package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void whatIsAppendedAndForcedIsReadBackInOrder(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory))) {
            Journals.append(journal, 1, 3_000, 400, 10);
            List<JournalRecord> records = Journals.read(journal.reader(1));
            assertEquals(3_000, records.size());
            long sequence = 0;
            for (int i = 0; i < records.size(); i++) {
                var record = records.get(i);
                var step = Step.of(i + 1, 400);
                assertEquals(i + 1, record.number());
                assertEquals(sequence + 1, record.firstSequence());
                assertEquals(step.eventCount(), record.eventCount());
                assertEquals(step.timestampMillis(), record.timestampMillis());
                assertEquals(step.stateHash(), record.stateHash());
                assertArrayEquals(step.input(), record.input());
                assertArrayEquals(step.events(), record.events());
                assertFalse(record.isMark());
                sequence = record.lastSequence();
            }
            assertEquals(sequence, journal.lastSequence());
            assertEquals(3_000, journal.lastRecord());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readersSeeNothingThatIsNotForced(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory));
                var reader = journal.reader(1)) {
            Step.text("one", 1).appendTo(journal);
            assertTrue(reader.next().isEmpty());
            journal.force();
            assertEquals(1, reader.next().orElseThrow().number());
            assertTrue(reader.next().isEmpty());
            Step.text("two", 1).appendTo(journal);
            assertTrue(reader.next().isEmpty());
            journal.force();
            assertEquals(2, reader.next().orElseThrow().number());
        }
    }

    @ParameterizedTest
    @EnumSource
    void atLevelOsReadersSeeWhatIsAppended(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory).withDurability(Durability.OS));
                var reader = journal.reader(1)) {
            Step.text("one", 1).appendTo(journal);
            assertEquals(1, reader.next().orElseThrow().number());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedNameOfTheHistorySaysWhatToDo(Kind kind) throws IOException {
        kind.open(Journals.in(directory)).close();
        for (byte damage : new byte[] {'x', (byte) 0xff}) {
            Files.write(directory.resolve("journal.epoch"), new byte[] {damage, '\n'});
            var refused = assertThrows(CorruptJournalException.class, () -> kind.open(Journals.in(directory)));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("It only names the history: delete it"),
                    refused.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedJournalOpensAgainAndGoesOn(Kind kind) throws IOException {
        String epoch;
        try (var journal = kind.open(Journals.in(directory))) {
            assertTrue(journal.recovery().cleanStop());
            epoch = journal.epoch();
            Journals.append(journal, 1, 500, 400, 7);
        }
        for (int round = 1; round <= 3; round++) {
            try (var journal = kind.open(Journals.in(directory))) {
                var recovery = journal.recovery();
                assertTrue(recovery.cleanStop(), recovery.message());
                assertEquals(epoch, recovery.epoch());
                assertEquals(List.of(), recovery.setAside());
                assertEquals(500L * round + round, recovery.lastRecord());
                assertEquals(journal.lastSequence(), recovery.lastSequence());
                assertEquals(Step.of(500L * round, 400).stateHash(), recovery.lastStateHash());
                Journals.append(journal, 500L * round + 1, 500L * (round + 1), 400, 7);
                var steps = Journals.steps(journal);
                assertEquals(500 * (round + 1), steps.size());
                for (int i = 0; i < steps.size(); i++) {
                    assertArrayEquals(Step.of(i + 1, 400).input(), steps.get(i).input());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderStartsAtTheRecordThatHoldsItsSequence(Kind kind) throws IOException {
        var options = Journals.in(directory).withSegmentBytes(200_000);
        try (var journal = kind.open(options)) {
            Journals.append(journal, 1, 4_000, 100, 100);
        }
        try (var journal = kind.open(options)) {
            Journals.append(journal, 4_001, 6_000, 100, 100);
            List<JournalRecord> all = Journals.read(journal.reader(1));
            for (long sequence = 1; sequence <= journal.lastSequence(); sequence += 61) {
                long wanted = sequence;
                var expected = all.stream()
                        .filter(record -> record.lastSequence() >= wanted || record.firstSequence() >= wanted)
                        .findFirst()
                        .orElseThrow();
                try (var reader = journal.reader(sequence)) {
                    assertEquals(expected.number(), reader.next().orElseThrow().number());
                }
            }
            try (var reader = journal.reader(journal.lastSequence() + 1)) {
                assertTrue(reader.next().map(record -> record.eventCount() == 0).orElse(true));
            }
        }
    }

    @Test
    void segmentsEndByLengthAndByDayAndNeverGoBack() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2030-03-01T10:20:30Z"));
        var options = Journals.in(directory).withSegmentBytes(300_000).withClock(now::get);
        try (var journal = ChronicleJournal.open(options)) {
            Journals.append(journal, 1, 2_000, 400, 50);
            int byLength = Framing.CHRONICLE.segments(directory).size();
            assertTrue(byLength >= 2, "one segment only");
            now.set(Instant.parse("2030-03-02T00:00:01Z"));
            Journals.append(journal, 2_001, 2_100, 400, 50);
            assertEquals(byLength + 1, Framing.CHRONICLE.segments(directory).size());
            now.set(Instant.parse("2029-01-01T00:00:00Z"));
            Journals.append(journal, 2_101, 3_000, 400, 50);
        }
        try (var journal = ChronicleJournal.open(options)) {
            Journals.append(journal, 3_001, 3_500, 400, 50);
            var steps = Journals.steps(journal);
            assertEquals(3_500, steps.size());
            for (int i = 0; i < steps.size(); i++) {
                assertArrayEquals(Step.of(i + 1, 400).events(), steps.get(i).events());
            }
        }
    }

    @Test
    void pagesOfChroniclesIndexBetweenRecordsDoNotMatter() throws IOException {
        int records = 1_100_000;
        byte[] input = {1};
        try (var journal = ChronicleJournal.open(JournalOptions.in(directory)
                .withBlockBytes(1 << 24)
                .withReserveBytes(0)
                .withDurability(Durability.OS))) {
            for (int i = 1; i <= records; i++) {
                journal.append(i, 1, 0, 0, input, 1, input, 1);
            }
        }
        assertEquals(1, Framing.CHRONICLE.segments(directory).size());
        var result = JournalVerifier.verify(directory);
        assertTrue(result.damage().isEmpty(), result.toString());
        assertEquals(records + 1, result.records());
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsRefusedAndTheJournalStaysUsable(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory))) {
            int max = journal.maxBodyBytes();
            byte[] body = new byte[max + 1];
            assertThrows(
                    IllegalArgumentException.class, () -> journal.append(1, 1, 0, 0, body, max + 1, new byte[0], 0));
            assertThrows(IllegalArgumentException.class, () -> journal.append(2, 1, 0, 0, body, 1, new byte[0], 0));
            assertThrows(IllegalArgumentException.class, () -> journal.append(1, -1, 0, 0, body, 1, new byte[0], 0));
            assertThrows(IllegalArgumentException.class, () -> journal.append(1, 1, 0, 0, body, 0, new byte[0], 0));
            assertThrows(IllegalArgumentException.class, () -> journal.append(1, 1, 0, 0, body, 1, new byte[0], 1));
            for (int i = 1; i <= 20; i++) {
                journal.append(i, 1, 0, 0, body, max, new byte[0], 0);
            }
            journal.force();
            assertEquals(20, Journals.read(journal.reader(1)).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondOwnerInTheSameProcessIsRefusedAndTheFirstKeepsItsLock(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory))) {
            for (int i = 0; i < 3; i++) {
                var refusal = assertThrows(IOException.class, () -> kind.open(Journals.in(directory)));
                assertTrue(
                        String.valueOf(refusal.getMessage()).contains("already open in this process"),
                        refusal.toString());
            }
            Step.text("still mine", 1).appendTo(journal);
            journal.force();
        }
        kind.open(Journals.in(directory)).close();
    }

    @ParameterizedTest
    @EnumSource
    void closeSealsWithAMarkThatKeepsTheStateHash(Kind kind) throws IOException {
        try (var journal = kind.open(Journals.in(directory))) {
            Step.text("one", 2).appendTo(journal);
            journal.seal();
            assertEquals(2, journal.lastRecord());
            journal.seal();
            assertEquals(2, journal.lastRecord(), "sealing twice writes once");
        }
        try (var journal = kind.open(Journals.in(directory))) {
            var mark = Journals.read(journal.reader(1)).getLast();
            assertTrue(mark.isMark());
            assertEquals(1, mark.forcedThrough());
            assertEquals("one".hashCode(), mark.stateHash());
            assertEquals(2, mark.lastSequence());
            assertEquals(3, mark.firstSequence());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedJournalTakesNothing(Kind kind) throws IOException {
        var journal = kind.open(Journals.in(directory));
        journal.close();
        journal.close();
        assertThrows(IOException.class, () -> Step.text("late", 1).appendTo(journal));
        assertThrows(IOException.class, journal::force);
    }

    @Test
    void chroniclesReporterIsNotOnTheClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
    }
}
