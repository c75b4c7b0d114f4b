package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Kind;
import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line kept elsewhere tells whether a history is still the same, whoever rewrites the journal. */
class CheckpointTest {
    private static final int STEPS = 60;

    @TempDir
    Path directory;

    private Path journal(Kind kind) throws IOException {
        Path path = directory.resolve("journal");
        try (var journal = kind.open(Journals.in(path))) {
            Journals.append(journal, 1, STEPS, 200, 10);
        }
        return path;
    }

    @ParameterizedTest
    @EnumSource
    void aRewrittenHistoryIsFoundAlthoughItsChecksumsAndChainAreRight(Kind kind) throws IOException {
        Path path = journal(kind);
        Checkpoint checkpoint = Checkpoint.parse(Checkpoints.take(path).line());
        assertEquals(STEPS + 1, checkpoint.record());
        List<JournalRecord> truth = Journals.read(JournalFiles.readOnly(path, 1));
        assertInstanceOf(
                Checkpoints.Outcome.Same.class,
                Checkpoints.check(Forgery.of(directory, kind, path, truth), checkpoint),
                "the forger's tools make the same journal of the same records");
        int cases = 0;
        for (int at : new int[] {0, 1, STEPS / 2, STEPS - 2}) {
            var changed = new ArrayList<>(truth);
            changed.set(at, Forgery.withInput(truth.get(at), "something else was asked"));
            var removed = new ArrayList<>(truth);
            removed.remove(at);
            removed.add(truth.get(STEPS - 1));
            var inserted = new ArrayList<>(truth);
            inserted.add(at, Forgery.withInput(truth.get(at), "this was never asked"));
            var reordered = new ArrayList<>(truth);
            Collections.swap(reordered, at, at + 1);
            for (List<JournalRecord> forgery : List.of(changed, removed, inserted, reordered)) {
                assertInstanceOf(
                        Checkpoints.Outcome.Other.class,
                        Checkpoints.check(Forgery.of(directory, kind, path, forgery), checkpoint));
                cases++;
            }
            assertInstanceOf(
                    Checkpoints.Outcome.Missing.class,
                    Checkpoints.check(Forgery.of(directory, kind, path, truth.subList(0, at + 1)), checkpoint));
            cases++;
        }
        Proof.report("tamper-" + kind.name().toLowerCase(Locale.ROOT), cases, "undetected=0");
    }

    @ParameterizedTest
    @EnumSource
    void whatComesLaterDoesNotMatter(Kind kind) throws IOException {
        Path path = journal(kind);
        Checkpoint checkpoint = Checkpoints.take(path);
        try (var journal = kind.open(Journals.in(path))) {
            Journals.append(journal, STEPS + 1, 2 * STEPS, 200, 10);
        }
        assertInstanceOf(Checkpoints.Outcome.Same.class, Checkpoints.check(path, checkpoint));
        Checkpoint later = Checkpoints.take(path);
        assertTrue(later.record() > checkpoint.record());
        Images.truncate(framing(kind).segments(path).getLast(), 100);
        assertThrows(CorruptJournalException.class, () -> Checkpoints.take(path));
        assertInstanceOf(Checkpoints.Outcome.Missing.class, Checkpoints.check(path, later));
    }

    private static Framing framing(Kind kind) {
        return kind == Kind.CHRONICLE ? Framing.CHRONICLE : Framing.PLAIN;
    }

    @ParameterizedTest
    @EnumSource
    void besideAWriterItCoversWhatIsForced(Kind kind) throws IOException {
        Path path = directory.resolve("journal");
        try (var journal = kind.open(Journals.in(path))) {
            assertThrows(IOException.class, () -> Checkpoints.take(path));
            Journals.append(journal, 1, 30, 200, 10);
            journal.seal();
            Checkpoint sealed = Checkpoints.take(path);
            assertEquals(31, sealed.record());
            assertEquals(journal.lastSequence(), sealed.sequence());
            assertEquals(journal.epoch(), sealed.epoch());
            Step.of(31, 200).appendTo(journal);
            assertEquals(sealed, Checkpoints.take(path), "what is not forced is not vouched for");
            Journals.append(journal, 32, 40, 200, 1);
            assertInstanceOf(Checkpoints.Outcome.Same.class, Checkpoints.check(path, sealed));
        }
    }

    @Test
    void aLineIsReadBackAndAnythingElseIsRefused() {
        var checkpoint = new Checkpoint(
                "1d9ff733-86fa-425c-81b5-47842118c57b", 1, 7, 11, 1_790_000_000_123L, "0123456789abcdef".repeat(4));
        String line = checkpoint.line();
        assertEquals(checkpoint, Checkpoint.parse(line + "\n"));
        assertFalse(line.contains(" "));
        for (String wrong :
                List.of("", "checkpoint", line.replace("record=7", "record=-7"), line + "0", line.replace("T", " "))) {
            assertThrows(IllegalArgumentException.class, () -> Checkpoint.parse(wrong), wrong);
        }
    }

    @Test
    void aCheckpointThatWasChangedItselfDoesNotPass() throws IOException {
        Path path = journal(Kind.FILE);
        Checkpoint taken = Checkpoints.take(path);
        var changed = new Checkpoint(
                taken.epoch(),
                taken.from(),
                taken.record(),
                taken.sequence() + 1,
                taken.timestampMillis(),
                taken.digest());
        assertInstanceOf(Checkpoints.Outcome.Other.class, Checkpoints.check(path, changed));
        var ofAShorterJournal = new Checkpoint(
                taken.epoch(), 5, taken.record(), taken.sequence(), taken.timestampMillis(), taken.digest());
        assertInstanceOf(Checkpoints.Outcome.Missing.class, Checkpoints.check(path, ofAShorterJournal));
    }
}
