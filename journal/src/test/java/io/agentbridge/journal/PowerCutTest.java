package io.agentbridge.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agentbridge.journal.Journals.Step;
import io.agentbridge.journal.PowerCutWriter.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts of a real file system under a real writer: anywhere, just as a segment begins, a body is put, a snapshot is written. */
class PowerCutTest {
    private static final int CUTS_OF_A_FOLDER = 20;

    @TempDir
    Path directory;

    private long lost;
    private long lostBodies;
    private long lostSnapshots;
    private long overtaken;

    @Test
    void nothingAcknowledgedBeforeAPowerCutIsLost() throws Exception {
        int cuts = Proof.cases(300, 10_000);
        var random = new Random(11);
        Map<Stage, Integer> at = new EnumMap<>(Stage.class);
        List<Stage> stages = List.of(Stage.values());
        long steps = 0;
        try (var disk = LoopDisk.make(directory, 256)) {
            PowerCutWriter writer = PowerCutWriter.start();
            try {
                Path folder = disk.root();
                for (int cut = 0; cut < cuts; cut++) {
                    if (cut % CUTS_OF_A_FOLDER == 0) {
                        deleteWithin(folder, disk.root());
                        folder = disk.root().resolve("folder-" + cut);
                    }
                    int batch = 1 + random.nextInt(30);
                    writer.begin(folder, batch);
                    writer.awaitAcknowledgement();
                    Stage wanted = stages.get(random.nextInt(stages.size()));
                    if (wanted == Stage.APPEND) {
                        Thread.sleep(random.nextInt(20));
                    } else {
                        writer.awaitStage(wanted);
                        pause(random.nextInt(1_500_000));
                    }
                    long acknowledged = writer.acknowledged();
                    long snapshot = writer.snapshot();
                    at.merge(writer.stage(), 1, Integer::sum);
                    disk.cutPower();
                    writer.awaitStop();
                    if (!writer.isAlive() || !disk.tryRestorePower()) {
                        // A mapping that it still holds keeps the file system busy.
                        writer.kill();
                        disk.restorePower();
                        writer = PowerCutWriter.start();
                    }
                    steps += check(folder, cut, acknowledged, snapshot);
                    overtaken += writer.acknowledged() > lastChecked ? 1 : 0;
                }
            } finally {
                writer.kill();
            }
        }
        Proof.report(
                "power-cuts",
                cuts,
                "lost=" + lost + " lost-bodies=" + lostBodies + " lost-snapshots=" + lostSnapshots + " steps-checked="
                        + steps + " forces-overtaken=" + overtaken + " " + at);
        assertEquals(0, lost);
        assertEquals(0, lostBodies);
        assertEquals(0, lostSnapshots);
        for (Stage stage : Stage.values()) {
            assertTrue(at.getOrDefault(stage, 0) > 0, at.toString());
        }
    }

    private long lastChecked;

    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** What a machine finds that comes back: opened as a server opens it, but without Chronicle, which would map files here. */
    private long check(Path folder, int cut, long acknowledged, long snapshot) throws IOException {
        JournalOptions options = PowerCutWriter.options(folder);
        var opening = Opening.of(options, Framing.CHRONICLE);
        opening.lock().close();
        long last = opening.recovery().lastSequence();
        lastChecked = last;
        String what = "cut " + cut + ": " + opening.recovery().message();
        if (last < acknowledged) {
            lost += acknowledged - last;
            System.out.println("lost " + (acknowledged - last) + " at " + what);
        }
        long sequence = 0;
        for (JournalRecord record : Journals.read(JournalFiles.readOnly(options.directory(), 1))) {
            if (record.isMark()) {
                continue;
            }
            sequence++;
            Step step = WriterProcess.step(sequence);
            assertEquals(sequence, record.firstSequence(), what);
            assertArrayEquals(step.input(), record.input(), what);
            assertArrayEquals(step.events(), record.events(), what);
            if (FaultProcess.hasBody(sequence)
                    && !BlobVerifier.problem(folder.resolve("blobs"), new BlobName(FaultProcess.body(sequence)).hash())
                            .isEmpty()) {
                lostBodies++;
            }
        }
        assertEquals(last, sequence, what);
        var reports = new ArrayList<String>();
        long newest = PowerCutWriter.snapshots(folder, reports)
                .newestAtOrBelow(last)
                .map(StoredSnapshot::sequence)
                .orElse(0L);
        lostSnapshots += newest < snapshot || !reports.isEmpty() ? 1 : 0;
        return sequence;
    }

    private static void deleteWithin(Path folder, Path root) throws IOException {
        if (folder.equals(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
