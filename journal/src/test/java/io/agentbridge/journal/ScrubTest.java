package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start took on trust is read after it. */
class ScrubTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private JournalOptions options() {
        return JournalOptions.in(directory).withReserveBytes(0).withBlockBytes(1 << 20);
    }

    private static void append(StoredJournal journal, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] body = ("step " + journal.lastSequence()).getBytes(StandardCharsets.UTF_8);
            journal.append(journal.lastSequence() + 1, 1, 1_000, 7, body, body.length, body, body.length);
        }
        journal.force();
    }

    @Test
    void aSoundJournalIsReadBesideItsWriter() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            append(journal, 500);
            Scrub.run(directory, journal.recovery().lastRecord());
            append(journal, 500);
            Scrub.run(directory, journal.recovery().lastRecord());
            assertEquals(1_000, journal.lastSequence());
        }
    }

    @Test
    void whatIsBeingWrittenMeanwhileIsNoDamage() throws Exception {
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            append(journal, 100);
        }
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            long start = journal.recovery().lastRecord();
            AtomicBoolean done = new AtomicBoolean();
            Thread scrubs = new Thread(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        Scrub.run(directory, start);
                    }
                    done.set(true);
                } catch (IOException damaged) {
                    throw new UncheckedIOException(damaged);
                }
            });
            scrubs.start();
            while (scrubs.isAlive()) {
                append(journal, 1);
            }
            scrubs.join();
            assertTrue(done.get());
        }
    }

    @Test
    void damageThatAStartDidNotReadIsFoundAndTheNextStartRefuses() throws IOException {
        Path segment;
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            append(journal, 500);
            segment = journal.segment();
        }
        flip(segment, "step 100", 'S');
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            append(journal, 1);
            CorruptJournalException found = assertThrows(
                    CorruptJournalException.class,
                    () -> Scrub.run(directory, journal.recovery().lastRecord()));
            assertTrue(found.toString().contains("record 101"), found.toString());
        }
        assertThrows(CorruptJournalException.class, () -> ChronicleJournal.open(options()));
        flip(segment, "Step 100", 's');
        ChronicleJournal.open(options()).close();
        Scrub.run(directory, 501);
    }

    @Test
    void damageIsToldAlsoWhereItCannotBeNoted() throws IOException {
        try (ChronicleJournal journal = ChronicleJournal.open(options())) {
            append(journal, 500);
            flip(journal.segment(), "step 100", 'S');
            // The note cannot be drafted: its place is taken.
            Files.createDirectories(directory.resolve("journal.suspect.tmp/taken"));
            CorruptJournalException found = assertThrows(
                    CorruptJournalException.class,
                    () -> Scrub.run(directory, journal.recovery().lastRecord() + 500));
            assertTrue(found.toString().contains("record 101"), found.toString());
            assertEquals(1, found.getSuppressed().length);
        }
    }

    private static void flip(Path file, String where, char first) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] head = new byte[1 << 20];
            int length = bytes.read(head);
            int at = new String(head, 0, length, StandardCharsets.ISO_8859_1).indexOf(where);
            assertTrue(at > 0, "the record is there");
            bytes.seek(at);
            bytes.write(first);
        }
    }
}
