package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Checkpoints.Outcome;
import io.agentbridge.journal.Journals.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint holds across what retention deletes, as far as anybody can know. */
class RetainedCheckpointTest {
    private static final int STEPS = 2_000;
    private static final String BASE = "journal.base";

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void record() throws IOException {
        path = directory.resolve("journal");
        try (var journal = ChronicleJournal.open(options(path))) {
            Journals.append(journal, 1, STEPS, 400, 50);
        }
    }

    private static JournalOptions options(Path path) {
        return Journals.in(path).withBlockBytes(1 << 18).withSegmentBytes(100_000);
    }

    /** Drops so many of the oldest segments; the last of them. */
    private SegmentSummary drop(int segments) throws IOException {
        try (var journal = ChronicleJournal.open(options(path))) {
            SegmentSummary last = journal.droppable().get(segments - 1);
            journal.dropThrough(last);
            return last;
        }
    }

    private Checkpoint at(long record) throws IOException {
        return Checkpoints.at(path, record).orElseThrow();
    }

    private List<JournalRecord> records() throws IOException {
        return Journals.read(JournalFiles.readOnly(path, JournalFiles.OLDEST));
    }

    @Test
    void retentionChangesNothingForACheckpointAtTheBaseOrBehindIt() throws IOException {
        long end = Checkpoints.take(path).record();
        var before = new ArrayList<Checkpoint>();
        for (long record = 1; record <= end; record += 20) {
            before.add(at(record));
        }
        for (int round = 0; round < 3; round++) {
            List<SegmentSummary> droppable;
            try (var journal = ChronicleJournal.open(options(path))) {
                droppable = journal.droppable();
            }
            long last = droppable.get(1).lastRecord();
            before.add(at(last - 1));
            Checkpoint atTheBase = at(last);
            before.add(atTheBase);
            before.add(at(last + 1));
            assertEquals(last, drop(2).lastRecord());
            assertEquals(last + 1, records().getFirst().number());
            assertEquals(atTheBase, at(last), "what it would have been without a deletion");
            for (Checkpoint checkpoint : before) {
                Outcome outcome = Checkpoints.check(path, checkpoint);
                if (checkpoint.record() < last) {
                    assertInstanceOf(Outcome.Deleted.class, outcome);
                    assertTrue(outcome.toString().contains("recorded at sequence " + atTheBase.sequence()));
                } else {
                    assertInstanceOf(Outcome.Same.class, outcome, checkpoint.line());
                }
            }
            Checkpoint now = Checkpoints.take(path);
            assertEquals(1, now.from());
            assertInstanceOf(Outcome.Same.class, Checkpoints.check(path, now));
        }
    }

    @Test
    void aForgeryBehindTheBaseIsFound() throws IOException {
        SegmentSummary dropped = drop(3);
        Checkpoint checkpoint = Checkpoints.take(path);
        List<JournalRecord> truth = records();
        assertInstanceOf(
                Outcome.Same.class,
                Checkpoints.check(Forgery.of(directory, Kind.CHRONICLE, path, truth), checkpoint),
                "the forger's tools make the same journal of the same records");
        for (int place : new int[] {0, 1, truth.size() / 2, truth.size() - 2}) {
            var changed = new ArrayList<>(truth);
            changed.set(place, Forgery.withInput(truth.get(place), "something else was asked"));
            Path forged = Forgery.of(directory, Kind.CHRONICLE, path, changed);
            assertInstanceOf(Outcome.Other.class, Checkpoints.check(forged, checkpoint));
            assertEquals(dropped.lastRecord() + 1, Base.read(forged).firstRecord());
        }
    }

    @Test
    void aForgedBaseIsFoundByACheckpointAtItOrBehindItOnly() throws IOException {
        Checkpoint older = at(1);
        SegmentSummary dropped = drop(3);
        Checkpoint atTheBase = at(dropped.lastRecord());
        Checkpoint later = Checkpoints.take(path);
        Base truth = Base.read(path);
        Base.behind(dropped, truth.segment(), 1, "0123456789abcdef".repeat(4)).write(path);
        assertTrue(JournalVerifier.verify(path).damage().isEmpty(), "nothing in the journal itself gives it away");
        assertInstanceOf(
                Outcome.Deleted.class, Checkpoints.check(path, older), "it could not be confirmed before either");
        assertInstanceOf(Outcome.Other.class, Checkpoints.check(path, atTheBase));
        assertInstanceOf(Outcome.Other.class, Checkpoints.check(path, later));
    }

    /** As it was written before there was a digest in it. */
    private void writeFirstVersion(Base base) throws IOException {
        byte[] name = base.segment().getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(44 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, new byte[] {'A', 'B', 'B', '1'})
                .putLong(8, base.firstRecord())
                .putLong(16, base.previousSequence())
                .putLong(24, base.previousChain())
                .putLong(32, base.previousStateHash())
                .putInt(40, name.length)
                .put(44, name);
        var crc = new CRC32C();
        crc.update(bytes.array(), 8, bytes.limit() - 8);
        Files.write(path.resolve(BASE), bytes.putInt(4, (int) crc.getValue()).array());
    }

    @Test
    void aBaseOfTheFirstVersionIsReadAndBeginsADigest() throws IOException {
        Checkpoint fromTheFirstRecord = Checkpoints.take(path);
        SegmentSummary dropped = drop(2);
        writeFirstVersion(Base.read(path));
        try (var journal = ChronicleJournal.open(options(path))) {
            assertEquals(dropped.lastSequence() + 1, journal.firstSequence());
        }
        assertInstanceOf(Outcome.Deleted.class, Checkpoints.check(path, fromTheFirstRecord));
        Checkpoint checkpoint = Checkpoints.take(path);
        assertEquals(dropped.lastRecord() + 1, checkpoint.from());
        drop(2);
        assertInstanceOf(Outcome.Same.class, Checkpoints.check(path, checkpoint));
        assertEquals(dropped.lastRecord() + 1, Base.read(path).digestedFrom());
    }

    /** Files that earlier versions left. */
    @Test
    void theBytesOfBothVersionsAreReadAlike() throws IOException {
        // Magic and checksum, four numbers, the name's length and the name.
        String first = "4142423181562a65"
                + "2a00000000000000640000000000000088776655443322111122334455667788"
                + "1000000032303236313132342d3033462e637134";
        Files.write(path.resolve(BASE), HexFormat.of().parseHex(first));
        var expected = new Base(
                "20261124-03F.cq4", 42, 100, 0x1122334455667788L, 0x8877665544332211L, 0, 42, HistoryDigest.OF_NOTHING);
        assertEquals(expected, Base.read(path));
        expected.write(path);
        assertEquals(expected, Base.read(path));
        String second = HexFormat.of().formatHex(Files.readAllBytes(path.resolve(BASE)));
        assertEquals("41424232", second.substring(0, 8));
        assertEquals(first.substring(16, 80), second.substring(16, 80));
    }

    @Test
    void aBaseOfALaterVersionIsRefused() throws IOException {
        drop(1);
        Images.write(path.resolve(BASE), 3, new byte[] {'3'});
        var refused = assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options(path)));
        assertTrue(refused.toString().contains("is of version 3"), refused.toString());
    }

    @Test
    void aSalvagedCopyKeepsItsBaseAndItsCheckpoints() throws IOException {
        SegmentSummary dropped = drop(3);
        Checkpoint checkpoint = Checkpoints.take(path);
        var from = new Salvage.Place(path, directory.resolve("blobs"), directory.resolve("snapshots"));
        Path copy = directory.resolve("copy");
        var to = new Salvage.Place(copy.resolve("journal"), copy.resolve("blobs"), copy.resolve("snapshots"));
        Salvage.Result result = Salvage.copy(from, to, copy, _ -> List.of());
        assertEquals(checkpoint.record(), result.lastRecord());
        assertEquals(checkpoint.record() - dropped.lastRecord(), result.records());
        assertInstanceOf(Outcome.Same.class, Checkpoints.check(to.journal(), checkpoint));
        try (var journal = ChronicleJournal.open(options(to.journal()))) {
            assertEquals(dropped.lastSequence() + 1, journal.firstSequence());
            assertEquals(checkpoint.sequence(), journal.lastSequence());
        }
    }
}
