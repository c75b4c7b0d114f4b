package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that drops its oldest segments all the time is killed at any moment, also while it writes index files. */
class RetentionKillTest {
    private static final int KILLS = 8;

    @TempDir
    Path directory;

    /** The body of the process: appends, forces, drops all but a few segments, and says how far it got. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        try (var journal = ChronicleJournal.open(options(path))) {
            while (true) {
                for (int i = 0; i < 50; i++) {
                    WriterProcess.step(journal.lastSequence() + 1).appendTo(journal);
                }
                journal.force();
                List<SegmentSummary> droppable = journal.droppable();
                if (droppable.size() > 2) {
                    journal.dropThrough(droppable.get(droppable.size() - 2));
                }
                System.out.println(journal.firstSequence() + " " + journal.lastSequence());
            }
        }
    }

    private static JournalOptions options(Path path) {
        return WriterProcess.options(path, Durability.DISK).withSegmentBytes(100_000);
    }

    private static Process start(Path path) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(RetentionKillTest.class.getName());
        command.add(path.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void whatIsRetainedIsWholeAfterEveryKill() throws Exception {
        var random = new Random(6);
        for (int round = 1; round <= KILLS; round++) {
            Process process = start(directory);
            long first = 0;
            long last = 0;
            try (BufferedReader output = process.inputReader()) {
                int lines = 1 + random.nextInt(120);
                for (int line = 0; line < lines; line++) {
                    String said = output.readLine();
                    assertTrue(said != null, "the process ended by itself");
                    String[] words = said.split(" ", -1);
                    first = Long.parseLong(words[0]);
                    last = Long.parseLong(words[1]);
                }
                Thread.sleep(random.nextInt(20));
            } finally {
                process.destroyForcibly().waitFor();
            }
            try (var journal = ChronicleJournal.open(options(directory))) {
                assertFalse(
                        journal.recovery().epochChanged(), journal.recovery().message());
                assertTrue(journal.lastSequence() >= last);
                assertTrue(journal.firstSequence() >= first);
                long sequence = journal.firstSequence();
                for (JournalRecord record : Journals.read(journal.reader(JournalFiles.OLDEST))) {
                    if (!record.isMark()) {
                        assertEquals(sequence, record.firstSequence());
                        assertArrayEquals(WriterProcess.step(sequence).input(), record.input());
                        sequence++;
                    }
                }
                assertEquals(journal.lastSequence() + 1, sequence);
                assertTrue(round == 1 || journal.firstSequence() > 1, "something was dropped");
            }
            assertTrue(JournalVerifier.verify(directory).damage().isEmpty());
        }
    }
}
