package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real writer that is killed or left without space: nothing acknowledged is lost. */
class CrashTest {
    private static final int KILLS = 12;

    @TempDir
    Path directory;

    /** Every step up to the newest is there, in order, once, as it was written. Returns the newest sequence. */
    private static long assertInOrder(Path path) throws IOException {
        long sequence = 0;
        for (JournalRecord record : Journals.read(JournalFiles.readOnly(path, 1))) {
            if (!record.isMark()) {
                sequence++;
                Step step = WriterProcess.step(sequence);
                assertEquals(sequence, record.firstSequence());
                assertEquals(1, record.eventCount());
                assertArrayEquals(step.input(), record.input());
                assertArrayEquals(step.events(), record.events());
            }
        }
        return sequence;
    }

    @Test
    void whatWasAcknowledgedSurvivesKill() throws Exception {
        var random = new Random(4);
        long records = 0;
        for (int round = 1; round <= KILLS; round++) {
            Durability durability = round % 2 == 0 ? Durability.OS : Durability.DISK;
            try (var writer = WriterProcess.start(directory, durability, 1 + random.nextInt(50))) {
                writer.awaitWriting();
                Thread.sleep(random.nextInt(150));
                writer.kill();
                assertEquals("", writer.failure());
                try (var journal = ChronicleJournal.open(WriterProcess.options(directory, durability))) {
                    assertFalse(journal.recovery().cleanStop());
                    assertFalse(
                            journal.recovery().epochChanged(),
                            journal.recovery().message());
                    assertTrue(
                            journal.lastSequence() >= writer.acknowledged(),
                            "round " + round + " lost " + (writer.acknowledged() - journal.lastSequence()));
                    records = assertInOrder(directory);
                    assertEquals(journal.lastSequence(), records);
                }
            }
        }
        System.out.println(KILLS + " kills, " + records + " events, 0 acknowledged lost");
    }

    @Test
    void withoutReserveAFullDiskFailsClosedAndLosesNothing() throws Exception {
        try (var disk = LoopDisk.make(directory, 16)) {
            Path path = disk.root().resolve("journal");
            try (var writer = WriterProcess.start(path, Durability.DISK, 10)) {
                writer.awaitWriting();
                writer.awaitEnd();
                assertTrue(writer.failure().contains("takes no more records"), writer.failure());
                Files.delete(disk.ballast());
                var opening = Opening.of(WriterProcess.options(path, Durability.DISK), Framing.CHRONICLE);
                opening.lock().close();
                assertTrue(
                        assertInOrder(path) >= writer.acknowledged(),
                        opening.recovery().message());
            }
            try (var writer = WriterProcess.start(path, Durability.DISK, 10)) {
                writer.awaitWriting();
                writer.kill();
            }
        }
    }

    @Test
    void withAReserveAFullDiskRefusesAndGoesOnWhenThereIsSpace() throws Exception {
        try (var disk = LoopDisk.make(directory, 32)) {
            var options = WriterProcess.options(disk.root().resolve("journal"), Durability.DISK)
                    .withReserveBytes(6 << 20);
            try (var journal = ChronicleJournal.open(options)) {
                assertThrows(JournalFullException.class, () -> {
                    while (true) {
                        WriterProcess.step(journal.lastSequence() + 1).appendTo(journal);
                    }
                });
                long last = journal.lastSequence();
                assertThrows(JournalFullException.class, () -> WriterProcess.step(last + 1)
                        .appendTo(journal));
                journal.force();
                assertEquals(last, journal.lastSequence());
                Files.delete(disk.ballast());
                WriterProcess.step(last + 1).appendTo(journal);
                journal.force();
                assertEquals(last + 1, assertInOrder(options.directory()));
            }
        }
    }

    @Test
    void aSecondProcessIsRefusedByTheNameOfTheFirst() throws Exception {
        try (var writer = WriterProcess.start(directory, Durability.OS, 1)) {
            writer.awaitWriting();
            var refusal = assertThrows(
                    IOException.class, () -> ChronicleJournal.open(WriterProcess.options(directory, Durability.OS)));
            assertTrue(refusal.toString().contains("in use by process " + writer.pid()), refusal.toString());
            assertTrue(assertInOrder(directory) > 0, "a reader without a lock is let in");
        }
    }

    @Test
    void filesThatChronicleHadJustBegunDoNotDelayTheStart() throws IOException {
        var options = WriterProcess.options(directory, Durability.DISK);
        try (var journal = ChronicleJournal.open(options)) {
            for (int i = 1; i <= 100; i++) {
                WriterProcess.step(i).appendTo(journal);
            }
            journal.force();
            Path killed = Images.copy(directory, directory.resolve("killed"));
            for (byte[] beginning : List.of(new byte[4096], new byte[] {0, 0, 0, (byte) 0x80}, new byte[0])) {
                Files.write(killed.resolve("20991231-23F.cq4"), beginning);
                Files.write(killed.resolve("metadata.cq4t"), new byte[] {0, 0, 0, (byte) 0x80});
                try (var again = ChronicleJournal.open(WriterProcess.options(killed, Durability.DISK))) {
                    assertEquals(100, again.lastSequence());
                    assertEquals(1, again.recovery().setAside().size());
                }
                try (var epoch = Files.newBufferedWriter(killed.resolve("journal.epoch"))) {
                    epoch.write(Files.readString(directory.resolve("journal.epoch")));
                }
            }
        }
    }
}
