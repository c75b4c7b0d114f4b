package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks at a journal from outside while it is written takes nothing for damage that has only grown meanwhile. */
class LiveReaderTest {
    private static final int STEPS = 4_000;

    @TempDir
    Path directory;

    /** Appends steps until something else is done. */
    private <T> T besideAWriter(JournalOptions options, Callable<T> reading) throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                var journal = ChronicleJournal.open(options)) {
            Step.of(1, 200).appendTo(journal);
            journal.force();
            Future<T> read = other.submit(reading);
            while (!read.isDone()) {
                Step.of(journal.lastRecord() + 1, 200).appendTo(journal);
                journal.force();
            }
            return read.get();
        }
    }

    @Test
    void aReaderMissesNoRecordOfASegmentThatIsFinishedWhileItLooksForTheNext() throws Exception {
        // A large folder takes long to list, so much happens in between.
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(directory.resolve("other-" + i));
        }
        var options = Journals.in(directory)
                .withBlockBytes(1 << 18)
                .withSegmentBytes(70_000)
                .withDurability(Durability.OS);
        long read = besideAWriter(options, () -> {
            long last = 0;
            try (var reader = JournalFiles.readOnly(directory, JournalFiles.OLDEST)) {
                while (last < STEPS) {
                    var next = reader.next();
                    if (next.isPresent()) {
                        last++;
                        assertEquals(last, next.get().number());
                    }
                }
            }
            return last;
        });
        assertEquals(STEPS, read);
    }

    @Test
    void aVerificationTakesRecordsThatCameMeanwhileForWhatTheyAre() throws Exception {
        long verified = besideAWriter(Journals.in(directory), () -> {
            long records = 0;
            for (int i = 0; i < 300; i++) {
                // A record may be under way, which is no damage.
                JournalVerifier.Result result = JournalVerifier.verify(directory);
                assertFalse(result.isCorrupt(), result.toString());
                records = result.records();
            }
            return records;
        });
        assertTrue(verified > 1);
    }
}
