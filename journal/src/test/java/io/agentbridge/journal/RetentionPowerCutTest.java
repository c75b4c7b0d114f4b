package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of a real file system is cut right after a journal that is not forced has dropped all that it may: what the base says comes
 * next has to be there.
 */
class RetentionPowerCutTest {
    @TempDir
    Path directory;

    /** The body of the process: fills a few segments, drops all but the newest, says where it stands, and waits. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (var journal = ChronicleJournal.open(options(path))) {
            while (journal.droppable().size() < 3) {
                WriterProcess.step(journal.lastSequence() + 1).appendTo(journal);
            }
            long last = journal.lastSequence();
            journal.dropThrough(journal.droppable().getLast());
            System.out.println(journal.firstSequence() + " " + last);
            System.in.read();
        }
    }

    private static JournalOptions options(Path path) {
        return WriterProcess.options(path, Durability.OS).withSegmentBytes(100_000);
    }

    @Test
    void whatStandsBehindTheBaseSurvivesWithIt() throws Exception {
        int cuts = Proof.cases(6, 100);
        try (var disk = LoopDisk.make(directory, 64)) {
            for (int cut = 0; cut < cuts; cut++) {
                Path path = disk.root().resolve("journal");
                Process process = JavaProcess.of(RetentionPowerCutTest.class, List.of(path.toString()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                long first;
                long last;
                try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                    String[] words = String.valueOf(output.readLine()).split(" ", -1);
                    first = Long.parseLong(words[0]);
                    last = Long.parseLong(words[1]);
                    disk.cutPower();
                } finally {
                    process.destroyForcibly().waitFor();
                }
                disk.restorePower();
                var opening = Opening.of(options(path), Framing.CHRONICLE);
                opening.lock().close();
                String what = "cut " + cut + ": " + opening.recovery().message();
                assertEquals(first, opening.base().firstSequence(), what);
                assertTrue(opening.recovery().lastSequence() >= last, what);
                long sequence = first;
                for (JournalRecord record : Journals.read(JournalFiles.readOnly(path, JournalFiles.OLDEST))) {
                    assertEquals(sequence, record.firstSequence(), what);
                    assertArrayEquals(WriterProcess.step(sequence).input(), record.input(), what);
                    sequence++;
                }
                assertTrue(sequence > last, what);
            }
        }
    }
}
